# Texte der Dokumentation (Verlauf).

note-add = Notiz schreiben
note-contact = Wie war der Kontakt?
note-text = Was war?
note-text-hint = Was ist geschehen, was wurde vereinbart?
note-occurred-on = Tag des Kontakts
note-minutes = Dauer in Minuten
note-fields = Handlungsfelder
note-confidential = vertraulich: nur ich lese den Text
note-more = mehr Angaben
note-save = Sichern
note-cancel = Verwerfen
note-discarded = Der Entwurf ist verworfen.
note-saved = Die Notiz ist auf diesem Gerät gesichert.
note-draft-kept = Entwurf bleibt auf diesem Gerät, bis du sicherst.
note-none = Noch kein Eintrag.
note-none-hint = Der erste Kontakt gehört hierher.
note-by = { $author }, { $when }
note-hidden = Vertraulicher Eintrag vorhanden
note-minutes-long = { $minutes } Minuten
note-corrects = berichtigt einen früheren Eintrag
note-corrected = wurde berichtigt
note-late = nachgereicht
note-accepted = angenommen von { $name }, { $when }
