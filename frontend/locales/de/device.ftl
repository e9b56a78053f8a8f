# Die Seiten zu diesem Gerät: was darauf liegt, was zu klären ist, was mitgenommen wird.

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
