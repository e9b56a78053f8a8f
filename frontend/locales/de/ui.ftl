# Texte der Bausteine: Felder, Knöpfe, Listen, Verbindung.

ui-required = Pflichtangabe
ui-choose = Bitte wählen
ui-more = mehr …
ui-close = Schließen
ui-cancel = Abbrechen
ui-undo = Rückgängig
ui-waiting = Wird geladen …
ui-nothing-fits = Nichts Passendes in der Liste
ui-more-fit =
    { $count ->
        [one] und einer mehr: bitte genauer tippen
       *[other] und { $count } mehr: bitte genauer tippen
    }
ui-not-listed = Das steht nicht in der Liste. Bitte einen Vorschlag wählen.
ui-suggestions =
    { $count ->
        [0] Kein Vorschlag
        [one] Ein Vorschlag
       *[other] { $count } Vorschläge
    }
ui-problems =
    { $count ->
        [one] Eine Angabe fehlt noch oder stimmt nicht
       *[other] { $count } Angaben fehlen noch oder stimmen nicht
    }

ui-connected = Verbunden
ui-all-safe = Alles gesichert · { $at }
ui-sending =
    { $count ->
        [one] Ein Eintrag wird gesendet
       *[other] { $count } Einträge werden gesendet
    }
ui-offline = Ohne Netz
ui-offline-waiting =
    { $count ->
        [one] Ohne Netz · 1 Eintrag wartet seit { $oldest }
       *[other] Ohne Netz · { $count } Einträge warten, ältester { $oldest }
    }
ui-needs-you =
    { $count ->
        [one] Ein Eintrag braucht dich
       *[other] { $count } Einträge brauchen dich
    }

when-day = { $day }.{ $month }.{ $year }
when-day-and-month = { $day }.{ $month }.
when-weekday-and-day = { $weekday } { $date }
when-long-day = { $weekday }, { $day }. { $month }
when-weekday-1 = Montag
when-weekday-2 = Dienstag
when-weekday-3 = Mittwoch
when-weekday-4 = Donnerstag
when-weekday-5 = Freitag
when-weekday-6 = Samstag
when-weekday-7 = Sonntag
when-weekday-short-1 = Mo
when-weekday-short-2 = Di
when-weekday-short-3 = Mi
when-weekday-short-4 = Do
when-weekday-short-5 = Fr
when-weekday-short-6 = Sa
when-weekday-short-7 = So
when-month-1 = Januar
when-month-2 = Februar
when-month-3 = März
when-month-4 = April
when-month-5 = Mai
when-month-6 = Juni
when-month-7 = Juli
when-month-8 = August
when-month-9 = September
when-month-10 = Oktober
when-month-11 = November
when-month-12 = Dezember
when-full-day = { $day }. { $month } { $year }

date-hint = TT.MM.JJJJ, auch 3.1990 oder 1990
date-unreadable = Als Datum nicht zu lesen. Bitte TT.MM.JJJJ schreiben.
date-month = { $month } { $year }, Tag unbekannt
date-year = { $year }, nur das Jahr
date-estimated = etwa { $year }, geschätzt
date-set-by-authority = { $day }, behördlich gesetzt
date-is-set-by-authority = behördlich gesetzt
ui-signature-none = Hier unterschreiben, mit Stift oder Finger.
ui-signature-there = Unterschrieben.
ui-signature-wipe = Unterschrift löschen
ui-signature-paper = Auf Papier unterschrieben
ui-signature-paper-said = Das unterschriebene Blatt kommt zu den Unterlagen der Stelle.
ui-signature-on-paper = auf Papier unterschrieben
