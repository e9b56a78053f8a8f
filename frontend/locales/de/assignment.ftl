# Zuständigkeit: Vorschlag und Bestätigung.

assignment-title = Wer übernimmt?
assignment-district = { $district } entscheidet über die Zuständigkeit.
assignment-no-district = Kein Bezirk bekannt: alle Stellen stehen zur Wahl.
assignment-failed = Der Vorschlag ist gerade nicht zu haben. Der Fall steht bei der Koordination und geht nicht verloren.
assignment-again = Vorschlag neu berechnen
assignment-load = { $load } von { $capacity } Fällen
assignment-suggested = Vorschlag
assignment-not-possible = zurzeit nicht möglich
assignment-reason = Warum nicht der erste Vorschlag?
assignment-reason-hint = zum Beispiel Wunsch der Person, gemeinsame Sprache, Interessenkonflikt
assignment-confirm = { $name } zuteilen
assignment-pool = Der Koordination überlassen
assignment-none = Keine Stelle ist frei. Der Fall steht bei der Koordination.
assignment-take-own = Selbst übernehmen
assignment-offline = Ohne Netz gibt es keinen Vorschlag. Der Fall geht an Sie selbst; die Koordination kann ihn später anders zuteilen.
assignment-done = Zuständig: { $name }
assignment-done-device = Zuständig wird: { $name }
assignment-done-unit = Stelle: { $unit }
assignment-done-telephone = Telefon { $telephone }
assignment-done-first = Erster Kontakt bis { $day }
assignment-done-kept = auf diesem Gerät, noch nicht bestätigt
assignment-done-confirmed = bestätigt { $time }
assignment-done-note = Bitte der Person Name und Telefon mitgeben.
assignment-done-refused = Die Zuteilung wurde nicht angenommen. Der Fall steht bei der Koordination.
