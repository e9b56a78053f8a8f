# Aktenprüfung aus Anlass: Die Trägerleitung öffnet die Akte eines Falls ihres Trägers, um sie zu prüfen.

file-check-lead = Aus Anlass kannst du diese Akte zum Lesen öffnen:
file-check-show = Akte prüfen …
file-check-title = Akte aus Anlass prüfen
file-check-cause = Aus welchem Anlass?
file-check-reason = Worum geht es?
file-check-reason-hint = Ein Satz, den die zuständige Person versteht: der Anlass, und was du wissen willst.
file-check-days = Wie lange?
file-check-days-of =
    { $days ->
        [one] einen Tag
       *[other] { $days } Tage
    }
file-check-open = Akte öffnen
file-check-opened = Die Akte ist jetzt zum Lesen offen: mit „Akte lesen“. Wer zuständig ist und die Datenschutzbeauftragte wissen davon.
file-check-read = Akte lesen
file-check-not-here = Diese Akte ist hier nicht zu öffnen. Sprich mit der zuständigen Person.
file-check-until = Aktenprüfung ({ $cause }): Du liest diese Akte bis { $when }. Zuständig ist { $name }. Ändern und notieren kannst du nichts; was vertraulich geschrieben wurde, bleibt verdeckt.
file-check-until-pool = Aktenprüfung ({ $cause }): Du liest diese Akte bis { $when }. Noch ist niemand zuständig. Ändern und notieren kannst du nichts; was vertraulich geschrieben wurde, bleibt verdeckt.
