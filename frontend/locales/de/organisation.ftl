# Die Organisation als Dateien: sichern, was gilt; einspielen, was sich ändert.

nav-organisation = Organisation
organisation-lead = Bezirke, Stellen, Abwesenheiten, Regeln: alles mit Gültigkeit. Änderungen gelten sofort, alte Fälle behalten, was damals galt.
organisation-not-yours = Die Organisation ändert die Koordination. Frag dort, wenn etwas nicht stimmt.
organisation-since = gilt seit { $when }
organisation-import-title = Dateien einspielen
organisation-import-lead = Sichere unten die Liste, die sich ändert, bearbeite sie und wähle sie hier aus. Listen, zu denen du keine Datei wählst, bleiben, wie sie sind. Bevor etwas gilt, siehst du jede Zeile, die kommt oder geht.
organisation-choose = Dateien auswählen
organisation-choose-hint = CSV, eine Datei je Liste, Namen wie unten. Mehrere zugleich sind möglich.
organisation-reading = Die Dateien werden geprüft …
organisation-unreadable = Eine Datei lässt sich nicht lesen. Wähle sie noch einmal aus.
organisation-same = Die Dateien ändern nichts: alles darin gilt schon.
organisation-wrong =
    { $count ->
        [one] Eine Stelle in den Dateien stimmt nicht. Es wurde nichts geändert.
       *[other] { $count } Stellen in den Dateien stimmen nicht. Es wurde nichts geändert.
    }
organisation-problems = Was nicht stimmt
organisation-file = Datei
organisation-line = Zeile
organisation-column = Spalte
organisation-what = Was nicht stimmt
organisation-wrong-file-missing = Die Datei fehlt.
organisation-wrong-file-unknown = Eine Liste dieses Namens gibt es nicht. Benenne die Datei wie die Liste unten.
organisation-wrong-not-csv = Die Zeile ist kein CSV oder hat eine andere Zahl von Spalten als die erste.
organisation-wrong-column-missing = Die Spalte fehlt.
organisation-wrong-column-unknown = Eine Spalte dieses Namens gibt es in der Liste nicht.
organisation-wrong-empty = Hier muss etwas stehen.
organisation-wrong-unreadable = Das passt nicht in diese Spalte.
organisation-wrong-end-before-start = Der letzte Tag liegt vor dem ersten.
organisation-wrong-not-defined = Das ist in keiner Liste zu diesem Zeitraum zu finden.
organisation-wrong-nothing-today = Nichts davon gilt heute für diese Kommune. Ohne geht es nicht.
organisation-wrong-twice = Eine andere Zeile sagt zum selben Tag etwas über dasselbe.
organisation-preview = Das ändert sich mit { $files }. Noch gilt es nicht.
organisation-counts = { $added } kommen, { $removed } gehen
organisation-change = Änderung
organisation-added = kommt
organisation-removed = geht
organisation-more =
    { $count ->
        [one] und eine weitere Zeile
       *[other] und { $count } weitere Zeilen
    }
organisation-accept = Änderungen übernehmen
organisation-leave = Verwerfen
organisation-done = Übernommen. Es gilt ab sofort.
organisation-changed = Inzwischen hat jemand anders die Organisation geändert. Wähle die Dateien noch einmal aus und sieh nach, was sich jetzt ändert.
organisation-waits = Gerade ohne Netz. Die Änderung steht in der Klärung und wird gesendet, sobald es wieder geht.
organisation-refused = Das wurde nicht übernommen. In der Klärung steht, warum.
organisation-lists-title = Was gilt
organisation-lists-lead = Jede Liste lässt sich sichern, mit einer Tabellenkalkulation bearbeiten und oben einspielen.
organisation-rows =
    { $today ->
        [one] eine Zeile gilt heute
       *[other] { $today } Zeilen gelten heute
    }, { $all } mit früheren und künftigen
organisation-save = Sichern
organisation-save-of = { $list } sichern
organisation-list-municipality = Kommune
organisation-list-districts = Stadtbezirke
organisation-list-localities = Stadtteile
organisation-list-places = Andere Ortsnamen
organisation-list-streets = Straßen
organisation-list-neighbours = Orte außerhalb
organisation-list-bodies = Träger
organisation-list-units = Einheiten
organisation-list-posts = Stellen
organisation-list-coverage = Welche Stelle für welchen Bezirk
organisation-list-holders = Wer eine Stelle hat
organisation-list-absences = Abwesenheiten und Vertretung
organisation-list-offices = Stellen, an die verwiesen wird
organisation-list-target-group-rules = Zielgruppe
organisation-list-work-limits = Auslastung und Fristen
