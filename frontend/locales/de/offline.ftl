# Dieses Gerät: einrichten, entsperren, was wartet, was zu klären ist.


command-record_person = Person aufgenommen
command-edit_person = Person geändert
command-link_persons = Personen verknüpft
command-unlink_persons = Verknüpfung gelöst
command-record_consent = Einwilligung
command-start_intake = Aufnahme begonnen
command-edit_intake = Aufnahme geändert
command-complete_intake = Aufnahme abgeschlossen
command-decide_intake = Entscheidung zur Aufnahme
command-record_fact = Eintrag auf einer Wegspur
command-assign_case = Fall zugewiesen
command-keep_post = Zuständigkeit bleibt
command-settle_held = Nachgereichtes entschieden
command-receive_message = Nachricht eingegangen
command-answer_message = Nachricht beantwortet
command-ask_erasure = Löschung beantragt
command-take_back_erasure = Löschantrag zurückgenommen
command-decline_erasure = Löschantrag abgelehnt
command-confirm_erasure = Löschung bestätigt
command-see_case = Fall geöffnet
command-set_next_date = Nächster Termin gesetzt
command-plan_appointment = Termin geplant
command-settle_appointment = Termin abgeschlossen
command-add_note = Verlaufseintrag
command-record_slip = Kontaktzettel
command-attach_slip = Kontaktzettel zugeordnet
command-detach_slip = Zuordnung eines Kontaktzettels gelöst
command-tell_persons_apart = Zwei Personen als verschieden festgehalten
command-load_organisation = Organisation geladen
command-issue_report = Bericht ausgegeben
command-open_in_emergency = Akte im Notfall geöffnet
command-open_for_check = Akte zur Prüfung geöffnet
command-end_emergency = Zugriff beendet
command-answer_emergency = Zugriff beantwortet
command-send_inquiry = Andere Stellen angefragt
command-answer_inquiry = Anfrage beantwortet

offline-closed = Dieses Gerät ist gesperrt. Entsperre es, dann geht es weiter.
offline-full = Auf diesem Gerät ist kein Platz mehr. Es wurde nichts gespeichert. Was du getippt hast, steht noch da; unter „Dieses Gerät“ kannst du es als Rettungsdatei mitnehmen.
offline-store-failed = Der Speicher des Browsers hat nicht funktioniert. Es wurde nichts gespeichert. Was du getippt hast, steht noch da; unter „Dieses Gerät“ kannst du es als Rettungsdatei mitnehmen.
offline-superseded = Eine neuere Version der App benutzt dieses Gerät, vielleicht in einem anderen Fenster. Es wurde nichts gespeichert. Nimm mit, was du getippt hast, und lade die App neu.

unlock-title = Gerät entsperren
unlock-lead = Deine Arbeit liegt verschlüsselt auf diesem Gerät. Vier Wörter öffnen sie.
unlock-device = Welches Gerät?
unlock-words = Deine vier Wörter
unlock-words-hint = Groß oder klein ist gleich. Zwischen den Wörtern steht ein Leerzeichen.
unlock-open = Entsperren
unlock-opening = Einen Moment …
unlock-wrong = Das sind nicht die richtigen Wörter.
unlock-browser = Dieser Browser kann das nicht. Vielleicht ist ein privates Fenster offen, oder die Verbindung ist nicht sicher.
unlock-emptied = Der Browser hat den Speicher dieses Geräts geleert. Was bestätigt war, ist beim Server; was noch nicht gesendet war, ist hier nicht mehr. Gibt es eine Rettungsdatei, lies sie ein. Melde dich an und richte das Gerät neu ein.
unlock-forgotten = Wörter vergessen
unlock-forgotten-offline = Wörter vergessen? Melde dich an, sobald es wieder Netz gibt. Deine ungesendete Arbeit geht nicht verloren.
unlock-renew = Du bist angemeldet und kannst neue Wörter festlegen. Ungesendete Arbeit bleibt erhalten; die mitgenommenen Fälle werden neu geladen.
unlock-renew-go = Neue Wörter festlegen

device-title = Dieses Gerät
device-lead = Auf einem eingerichteten Gerät arbeitest du auch ohne Netz. Alles darauf ist verschlüsselt.
device-set-up-title = Gerät einrichten
device-set-up-lead = Noch bleibt deine Arbeit nur in diesem Fenster. Richte das Gerät ein, dann bleibt sie auch, wenn die App geschlossen wird.
device-set-up-begin = Gerät einrichten
device-set-up = Einrichten
device-set-up-done = Dieses Gerät ist eingerichtet.
device-no-store = Dieser Browser gibt der App keinen Speicher, vielleicht weil ein privates Fenster offen ist. Du kannst arbeiten, solange es Netz gibt; was nicht gesendet ist, geht mit dem Fenster verloren.
device-label = Name des Geräts
device-label-hint = Daran erkennst du es. Bitte keinen Personennamen.
device-label-default = Tablet
device-label-desk = Arbeitsplatz
device-kept-title = Auf diesem Gerät
device-kept-text = Was du tippst und was noch nicht gesendet ist, bleibt hier, auch wenn die App geschlossen wird oder das Netz fehlt. Fälle nimmt dieses Gerät nicht mit.
device-words-lead = Schreib diese vier Wörter auf und verwahre sie nicht beim Gerät. Sie werden nur jetzt gezeigt.
device-words-again = Die vier Wörter noch einmal
device-words-again-hint = Tippe sie ab. So ist sicher, dass sie stimmen.
device-known = { $label }, eingerichtet am { $day }
device-pack-title = Mitgenommene Fälle
device-pack-absent = Es sind keine Fälle mitgenommen.
device-pack-expired = Die mitgenommenen Fälle waren zu lange ohne Kontakt zum Server und wurden gelöscht. Deine Einträge sind noch da.
device-pack-ready =
    { $count ->
        [one] Ein Fall, geladen am { $fetched }, lesbar bis { $expires }.
       *[other] { $count } Fälle, geladen am { $fetched }, lesbar bis { $expires }.
    }
device-pack-fetch = Neu laden
device-pack-fetched = Die Fälle sind neu geladen.

rescue-title = Rettungsdatei
rescue-lead = Ist das Gerät beschädigt oder gibt es lange kein Netz, kannst du ungesendete Arbeit verschlüsselt mitnehmen und auf einem anderen Gerät einlesen.
rescue-waiting =
    { $count ->
        [0] Nichts wartet.
        [one] Ein Eintrag wartet.
       *[other] { $count } Einträge warten.
    }
rescue-save = Rettungsdatei speichern
rescue-saved =
    { $count ->
        [one] Ein Eintrag ist in der Datei. Diese Wörter öffnen sie; sie werden nur jetzt gezeigt.
       *[other] { $count } Einträge sind in der Datei. Diese Wörter öffnen sie; sie werden nur jetzt gezeigt.
    }
rescue-words = Wörter der Rettungsdatei
rescue-words-hint = Sie standen beim Speichern auf dem Bildschirm.
rescue-file = Rettungsdatei einlesen
rescue-taken-in =
    { $count ->
        [0] Alle Einträge der Datei sind schon hier.
        [one] Ein Eintrag wurde eingelesen.
       *[other] { $count } Einträge wurden eingelesen.
    }
rescue-unreadable = Diese Datei ist keine Rettungsdatei oder beschädigt.
rescue-foreign = Diese Rettungsdatei gehört zu einem anderen Konto.

clearing-title = Klärung
clearing-lead = Was noch nicht beim Server ist, und was jemand ansehen muss. Nichts verschwindet von selbst.
clearing-memory = Dieses Gerät ist nicht eingerichtet: Was hier wartet, geht verloren, wenn du das Fenster schließt.
clearing-damaged =
    { $count ->
        [one] Ein Eintrag oder Entwurf auf diesem Gerät lässt sich nicht mehr lesen. Alles andere ist lesbar; was der Server bestätigt hat, ist dort.
       *[other] { $count } Einträge oder Entwürfe auf diesem Gerät lassen sich nicht mehr lesen. Alles andere ist lesbar; was der Server bestätigt hat, ist dort.
    }
clearing-waiting-title = Wartet auf das Netz
clearing-waiting =
    { $count ->
        [one] Ein Eintrag wartet seit { $oldest }.
       *[other] { $count } Einträge warten, der älteste seit { $oldest }.
    }
clearing-nothing-waits = Alles gesendet.
clearing-send = Jetzt senden
clearing-sign-in = Melde dich an, dann wird gesendet.
clearing-hand-in = Ohne Anmeldung übergeben
clearing-hand-in-hint = Das Gerät unterschreibt die Einträge. Wer für den Fall zuständig ist, nimmt sie an.
clearing-handed-in =
    { $count ->
        [one] Ein Eintrag wurde übergeben. Die mitgenommenen Fälle sind von diesem Gerät gelöscht.
       *[other] { $count } Einträge wurden übergeben. Die mitgenommenen Fälle sind von diesem Gerät gelöscht.
    }
clearing-needs-you-title = Braucht dich
clearing-nothing-needs-you = Hier ist nichts zu klären.
clearing-applied = Dieser Teil ist übernommen.
clearing-held = Ist bei der zuständigen Stelle als nachgereicht.
clearing-conflict-at-form = Dasselbe Feld wurde zweimal verschieden ausgefüllt. Beides steht beim Formular der Person; dort lässt es sich entscheiden.
clearing-to-form = Zum Formular
clearing-content = Was du geschrieben hattest
clearing-again = Noch einmal senden
clearing-copy = Text kopieren
clearing-discard = Verwerfen
clearing-discarded = Verworfen.

packing-title = Welche Fälle kommen mit?
packing-lead = Fälle mit einem Termin heute und neue Fälle kommen von selbst mit. Weitere wählst du hier. Nimmst du einen Fall herunter, bleibt deine ungesendete Arbeit daran erhalten.
packing-count = { $taken } von { $limit } Plätzen belegt.
packing-full = Mehr als { $limit } passen nicht. Nimm zuerst einen anderen Fall herunter.
packing-by-itself = kommt von selbst mit
packing-by-hand = von dir gewählt
packing-comes = gewählt, kommt mit dem nächsten Netz
packing-later = Ohne Netz gibt es die Akte noch nicht. Sie kommt mit, sobald wieder Netz da ist.
packing-when = auf diesem Gerät seit { $since }, lesbar bis { $until }
packing-take = Mitnehmen
packing-take-case = Mitnehmen: { $name }
packing-leave = Herunternehmen
packing-leave-case = Herunternehmen: { $name }
lock-title = Bildschirm gesperrt
lock-lead = Deine Arbeit ist noch da. Mit deiner PIN geht es weiter.
lock-pin = PIN
lock-open = Entsperren
lock-words = Stattdessen die vier Wörter
lock-wrong =
    { $left ->
        [one] Das ist nicht die PIN. Noch ein Versuch, dann sind die vier Wörter nötig.
       *[other] Das ist nicht die PIN. Noch { $left } Versuche, dann sind die vier Wörter nötig.
    }
cover-title = Verborgen
cover-lead = Niemand sieht gerade, woran du arbeitest.
cover-go-on = Weiterarbeiten
pin-title = PIN für die Bildschirmsperre
pin-lead = Nach zwei Minuten ohne Eingabe sperrt sich der Bildschirm. Mit einer PIN bist du schnell zurück; nach fünf falschen Versuchen, nach vier Stunden und nach jedem Neustart sind die vier Wörter nötig.
pin-is-set = Eine PIN ist gesetzt.
pin-is-not-set = Noch keine PIN: Nach der Sperre sind die vier Wörter nötig.
pin-new = Neue PIN
pin-new-hint = 4 bis 8 Ziffern, nicht alle gleich und keine Reihe wie 1234
pin-keep = PIN setzen
pin-remove = PIN entfernen
pin-set-done = Die PIN ist gesetzt.
pin-removed = Die PIN ist entfernt.
unlock-without-session-hint = Hier liegt noch Ungesendetes, und die Anmeldung geht nicht mehr? Mit den vier Wörtern lässt sich dieses Gerät auch so öffnen und das Ungesendete übergeben.
unlock-without-session = Gerät ohne Anmeldung öffnen

## Felder, wie eine Antwort sie nennt, die nicht beim Feld selbst steht
field-whole = Das Formular als Ganzes
field-other = Eine Angabe
field-about = Worum es geht
field-answered_on = Tag der Antwort
field-applied_on = Beantragt am
field-because = Grund der Wahl
field-begins = Beginn
field-channel = Weg
field-concern = Anliegen
field-contact = Art des Kontakts
field-employment = Beschäftigungserlaubnis
field-ends = Ende
field-explained = Art der Erklärung
field-fields_of_action = Handlungsfelder
field-identity = Identität
field-interpreter = Sprachmittlung
field-language = Sprache
field-minutes = Dauer in Minuten
field-name = Name
field-note = Vermerk
field-occurred_on = Tag
field-office = Stelle
field-on = Tag
field-outcome = Ergebnis
field-passport_until = Pass gültig bis
field-place = Ort
field-reason = Grund
field-born = Geburt
field-family_name = Familienname
field-given_name = Vorname
field-days = Dauer in Tagen
field-hours = Dauer in Stunden
field-is_agreed = Einverständnis der Person
field-remark = Bemerkung
field-reply_to = Weg für die Antwort
field-residence_rule = Wohnsitzregelung
field-review_on = Wieder ansehen am
field-starts_at = Tag und Uhrzeit
field-text = Text
field-text_version = Fassung des Textes
field-to = Stelle, die den Fall übernimmt
field-urgency = Dringlichkeit
field-urgency_reason = Grund der Dringlichkeit
field-value = Angabe auf dem Weg
field-what = Nächster Schritt
field-receiver = Empfänger
field-until = Gilt bis
field-signature = Unterschrift

sending-waits = Kein Netz: Es steht auf diesem Gerät und wird gesendet, sobald es wieder geht.
