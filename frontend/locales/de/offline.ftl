# Dieses Gerät: einrichten, entsperren, was wartet, was zu klären ist.

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

sending-waits = Kein Netz: Es steht auf diesem Gerät und wird gesendet, sobald es wieder geht.
