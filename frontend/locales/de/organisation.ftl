# Die Organisation als Dateien: sichern, was gilt; einspielen, was sich ändert.

organisation-lead = Bezirke, Stellen, Abwesenheiten, Regeln: alles mit Gültigkeit. Änderungen gelten sofort, alte Fälle behalten, was damals galt.
organisation-not-yours = Die Organisation ändert die Koordination. Frag dort, wenn etwas nicht stimmt.
organisation-since = gilt seit { $when }
organisation-import-title = Dateien einspielen
organisation-import-lead = Sichere unten die Liste, die sich ändert, bearbeite sie und wähle sie hier aus. Listen, zu denen du keine Datei wählst, bleiben, wie sie sind. Bevor etwas gilt, siehst du jede Zeile, die kommt oder geht.
organisation-choose = Dateien auswählen
organisation-choose-hint = CSV, eine Datei je Liste, Namen wie unten. Mehrere zugleich sind möglich.
organisation-step = Was in den Dateien steht
organisation-reading = Die Dateien werden geprüft …
organisation-unreadable = Eine Datei lässt sich nicht lesen. Wähle sie noch einmal aus.
organisation-same = Die Dateien ändern nichts: alles darin gilt schon.
organisation-wrong =
    { $count ->
        [one] Eine Angabe in den Dateien stimmt nicht. Es wurde nichts geändert.
       *[other] { $count } Angaben in den Dateien stimmen nicht. Es wurde nichts geändert.
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
organisation-wrong-not-a-day = Das ist kein Tag. Schreib 25.11.2026 oder 2026-11-25.
organisation-wrong-own-deputy = Niemand vertritt sich selbst.
organisation-wrong-end-before-start = Der letzte Tag liegt vor dem ersten.
organisation-wrong-not-defined = Das ist in keiner Liste zu diesem Zeitraum zu finden.
organisation-wrong-nothing-today = Nichts davon gilt heute für diese Kommune. Ohne geht es nicht.
organisation-wrong-twice = Eine andere Zeile sagt zum selben Tag etwas über dasselbe.
organisation-preview = Das ändert sich mit { $files }. Noch gilt es nicht.
organisation-counts =
    { $added ->
        [one] eine Zeile kommt
       *[other] { $added } Zeilen kommen
    }, { $removed ->
        [one] eine geht
       *[other] { $removed } gehen
    }
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
organisation-col-ags = Gemeindeschlüssel
organisation-col-name = Name
organisation-col-post-code-from = Postleitzahlen ab
organisation-col-post-code-until = Postleitzahlen bis
organisation-col-code = Kürzel
organisation-col-district = Stadtbezirk
organisation-col-locality = Stadtteil
organisation-col-street = Straße
organisation-col-first = Hausnummer ab
organisation-col-last = Hausnummer bis
organisation-col-side = Straßenseite
organisation-col-town = Stadt
organisation-col-centre = Zuständiges Zentrum
organisation-col-body = Träger
organisation-col-is-desk = Empfang
organisation-col-packed-cases = Fälle auf dem Gerät
organisation-col-pack-hours = Stunden auf dem Gerät
organisation-col-unit = Einheit
organisation-col-share-percent = Stellenanteil in Prozent
organisation-col-is-invented = erfunden
organisation-col-post = Stelle
organisation-col-telephone = Telefon
organisation-col-address = Anschrift
organisation-col-hours = Zeiten
organisation-col-languages = Sprachen
organisation-col-deputy = Vertretung
organisation-col-kind = Art
organisation-col-fields-of-action = Handlungsfelder
organisation-col-version = Fassung
organisation-col-age-years = Alter in Jahren
organisation-col-window-years = Jahre seit der Einreise
organisation-col-absence-months = Monate der Abwesenheit
organisation-col-cases-per-full-post = Fälle je volle Stelle
organisation-col-cases-per-full-post-soft = Fälle je volle Stelle, ab hier Hinweis
organisation-col-first-contact-d1 = Erster Kontakt bei D1, Arbeitstage
organisation-col-first-contact-d2 = Erster Kontakt bei D2, Arbeitstage
organisation-col-first-contact-d3 = Erster Kontakt bei D3, Arbeitstage
organisation-col-first-contact-d4 = Erster Kontakt bei D4, Arbeitstage
organisation-col-post-check = Prüfung der Zuständigkeit, Arbeitstage
organisation-col-valid-from = gilt ab
organisation-col-valid-until = gilt bis
organisation-yes = ja
organisation-no = nein
organisation-holder = { $name } ({ $post })
