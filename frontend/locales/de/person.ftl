# Personen suchen und erkennen, Personalien.

## Empfang und Suche
person-reception-title = Wer ist da?
person-search-title = Person suchen
person-search-label = Person suchen
person-search-hint = Name in jeder Schreibweise, Geburtsjahr, Fallnummer
person-search-clear = Leeren
person-search-searching = Suche läuft …
person-search-hits = { $count ->
    [0] keine Treffer
    [one] 1 Treffer
   *[other] { $count } Treffer
}
person-search-more = Es gibt noch mehr ähnliche. Ein weiteres Wort oder das Geburtsjahr hilft.
person-search-none = Niemand gefunden. Bitte auch eine andere Schreibweise oder nur den Familiennamen versuchen.
person-search-no-date = „{ $date }“ ist kein Tag, der schon war. Gesucht wird ohne Geburt. Bitte hier berichtigen oder später im Formular: dorthin geht sie so mit.
person-search-start = Tippe, was du hörst. Die Suche findet auch andere Schreibweisen.
person-search-packed = Ohne Netz: gesucht wird nur unter denen, die dieses Gerät kennt, auch in deinen nicht mitgenommenen Fällen.
person-search-nowhere = Ohne Netz und ohne Fälle auf diesem Gerät kann nicht gesucht werden. Aufnehmen ist trotzdem möglich; Doppelte werden beim Abgleich gemeldet.
person-search-failed = Die Suche hat nicht geantwortet. Das Getippte ist noch da.
person-search-again = Noch einmal suchen
person-hits-label = Treffer
person-hit-choose = Das ist die Person
person-hit-responsible = zuständig
person-hit-nobody = noch niemand zuständig
person-hit-appointment = nächster Termin { $day }, { $time }
person-hit-no-appointment = kein Termin vereinbart
person-hit-step = nächster Schritt bis { $day }
person-hit-step-past = nächster Schritt war bis { $day } vorgesehen
person-intake-none = Aufnahme noch nicht begonnen
person-intake-elsewhere = noch ohne Fall
person-intake-open = in Aufnahme
person-intake-completed = Aufnahme noch zu entscheiden
person-intake-exception_asked = Ausnahme angefragt
person-intake-exception_refused = Ausnahme abgelehnt
person-intake-admitted = aufgenommen
person-intake-admitted-on = aufgenommen am { $day }
person-intake-referred = verwiesen
person-intake-referred-on = verwiesen am { $day }
person-intake-counselled = beraten
person-intake-counselled-on = beraten am { $day }
person-hit-left = nicht mitgenommen, hier ist nur der Name bekannt
person-hit-number = Fall { $number }
person-hit-chosen = { $name } ausgewählt
person-hit-spoken = Treffer { $place } von { $count }: { $name }
person-hit-call = Anrufen: { $telephone }
person-hit-tell = Bitte an { $name } ({ $unit }) verweisen, Telefon { $telephone }.
person-hit-waiting = Aufgenommen, aber noch ohne zuständige Person. Die Koordination teilt zu.
person-hit-intake-open = Aufnahme öffnen
person-blind-title = Bei einer anderen Stelle möglicherweise bekannt
person-blind-text = Kein Einblick. Die Koordination fragen.
person-new = Neue Person aufnehmen
person-new-allowed = möglich, weil gesucht wurde
person-new-first = erst suchen, dann aufnehmen

## Datum mit Genauigkeit
person-born = * { $date }
person-date-unknown = Geburt unbekannt

## Abschnitte und Felder
person-section-names = Namen
person-section-birth = Geburt und Herkunft
person-section-language = Sprachen
person-section-arrival = Einreise und Ankunft
person-section-address = Wohnen
person-section-contact = Erreichbar
person-section-household = Haushalt
person-family_name = Familienname
person-family_name-hint = wie im Dokument
person-given_name = Vorname
person-given_name-hint = wie im Dokument
person-birth_name = Geburtsname
person-called = Rufname
person-spoken_name = Name wie gesprochen
person-spoken_name-hint = wie du ihn hörst, ohne Dokument
person-original_script = Name in Originalschrift
person-original_script-hint = zum Beispiel arabisch, kyrillisch, Ge’ez
person-other_spellings = Weitere Schreibweisen
person-other_spellings-hint = aus anderen Papieren, mit Strichpunkt getrennt
person-document_kind = Name gelesen aus
person-born-label = Geburt
person-birth_country = Geburtsland
person-sex = Geschlecht
person-nationalities = Staatsangehörigkeiten
person-nationalities-hint = auch staatenlos oder ungeklärt
person-nationalities-add = Staatsangehörigkeit hinzufügen
person-nationalities-remove = { $name } entfernen
person-languages = Sprachen
person-languages-add = Sprache hinzufügen
person-languages-remove = { $name } entfernen
person-languages-first = Erstsprache
person-languages-reads = Liest { $name }?
person-needs_interpreter = Dolmetschen nötig?
person-entered_germany = Einreise nach Deutschland
person-entered_germany-hint = nicht der Zuzug nach Leverkusen
person-was-away = War danach länger wieder im Ausland
person-left_germany = Ausreise danach
person-re_entered_germany = Letzte Einreise
person-arrived_in_town = In Leverkusen seit
person-housing = Wohnform
person-place = Ort, Stadtteil oder Unterkunft
person-place-hint = so wie es gesagt wird, zum Beispiel „Opladen“
person-street = Straße und Hausnummer
person-post_code = Postleitzahl
person-town = Stadt
person-care_of = Bei (c/o)
person-locked = Adresse gesperrt
person-locked-hint = Der Bezirk bleibt bekannt, die Adresse sieht nur die zuständige Person. Der Empfang findet die Person dann nicht mehr.
person-locality-found = Stadtteil { $locality }, { $district }
person-locality-which = Welcher Stadtteil?
person-locality-mean = Meintest du …?
person-locality-elsewhere = { $place } liegt außerhalb von Leverkusen: Verweis an das Kommunale Integrationszentrum dort.
person-locality-unknown = Diesen Ort kennt das Verzeichnis nicht. Bitte den Stadtteil wählen.
person-telephone = Telefon
person-email = E-Mail
person-safe_way = Sicherer Kontaktweg
person-safe_way-hint = Wie können wir uns melden, ohne zu schaden?
person-contact-hint = Was ist zu beachten?
person-household-add = Person im Haushalt hinzufügen
person-household-remove = Eintrag entfernen
person-household-none = Niemand eingetragen. Lebt die Person allein, bleibt das leer.
person-household-member = Person { $number } im Haushalt
person-household-name = Name
person-household-relation = Beziehung
person-household-born = Geburt
person-household-has_case = Eigener Fall?

## Antworten
person-answer-yes = ja
person-answer-no = nein
person-answer-open = nicht besprochen

## Doppelte
person-duplicate-title = Vielleicht schon bekannt
person-duplicate-text = Bitte prüfen, bevor es zwei Akten gibt.
person-duplicate-other = Nein, eine andere Person

## Zweimal aufgenommen, verknüpft, verglichen
person-doubles-title = { $count ->
    [one] Möglicherweise doppelt aufgenommen
   *[other] Möglicherweise doppelt aufgenommen: { $count } Paare
}
person-doubles-elsewhere = Möglicherweise auch bei einer anderen Stelle aufgenommen. Die Koordination fragen.
person-doubles-open = Ansehen
person-linked-title = Verknüpft: dieselbe Person
person-linked-elsewhere = Mit einer Person bei einer anderen Stelle verknüpft. Kein Einblick.
person-unlink = Verknüpfung aufheben
person-unlink-reason = Warum sind es doch zwei?
person-unlink-sent = Aufgehoben, wird gesendet.
person-hit-same-as = Dieselbe Person wie …?
person-compare = Vergleichen
person-compare-with = Mit einer anderen Person vergleichen
person-compare-with-lead = Such die andere Person. Danach stehen beide nebeneinander.
person-compare-self = Das ist dieselbe Akte. Bitte die andere Person wählen.
person-compare-title = Eine Person oder zwei?
person-compare-lead = Was übereinstimmt und was sich unterscheidet. Verknüpfen führt nichts zusammen und lässt sich aufheben.
person-compare-likely = Alles, was bekannt ist, spricht dafür.
person-compare-possible = Es kann sein. Bitte prüfen, am besten mit der Person selbst.
person-compare-different = Name oder Geburt sprechen dagegen.
person-compare-desk = Von der anderen Person sind hier nur Name und Geburt zu sehen.
person-compare-unknown = nicht bekannt
person-compare-hidden = hier nicht zu sehen
person-compare-question = Dieselbe Person?
person-compare-reason = Warum?
person-compare-reason-hint = zum Beispiel: gleiche Telefonnummer, Ausweis gesehen, Zwillinge
person-compare-link = Als dieselbe Person verknüpfen
person-compare-tell-apart = Es sind zwei verschiedene
person-compare-note = Beide Akten bleiben, wie sie sind. Jede zeigt die andere als verknüpft.
person-compare-linked = Als dieselbe Person verknüpft
person-compare-linked-now = Verknüpft.
person-compare-because = Grund: { $reason }
person-compare-undone = gleich wieder zurückgenommen
person-compare-apart = Als zwei verschiedene Personen festgehalten. Verknüpfen geht weiterhin.
person-compare-sent = Auf diesem Gerät abgelegt, wird gesendet.
person-compare-cancel = Abbrechen
## Die Seite einer Person
person-page-title = Person und Zuständigkeit
person-page-nameless = Name noch nicht erfasst
person-page-blind = Unter dieser Adresse gibt es hier nichts zu sehen. Vielleicht ist die Person bei einer anderen Stelle bekannt: bitte die Koordination fragen. Beraten geht auch ohne Einblick, mit einem Kontaktzettel.
person-page-case = Fall öffnen
person-page-go-on = Aufnahme fortsetzen
person-page-slip = Kontaktzettel schreiben
person-page-slip-alone = Eine andere Stelle ist zuständig: Der Zettel bleibt ohne Person.
person-page-intake = Die Aufnahme ist begonnen und noch nicht entschieden. Zuständig ist, wer sie aufnimmt.
person-page-no-case = Es gibt keinen Fall.
person-page-no-intake = Die Angaben stehen schon da. Die Aufnahme beginnt mit dem ersten Eintrag.
person-page-begin = Aufnahme beginnen
person-page-last-intake = Letzte Aufnahme ansehen
person-page-referred-to = An: { $office }.
person-hit-page = Zur Person

## Zwei Angaben zu einem Feld
disagreement-title = Zwei Angaben zu einem Feld
disagreement-lead = Zwei Personen haben dasselbe Feld verschieden ausgefüllt. Bis jemand wählt, gilt der jetzige Stand. Was nicht gewählt wird, bleibt beim Formular lesbar.
disagreement-saw = Vorher stand da: { $value }
disagreement-current = jetziger Stand
disagreement-mine = meine Eingabe
disagreement-theirs = andere Eingabe
disagreement-by = { $what } · { $name }, { $when }
disagreement-at = { $what } · { $when }
disagreement-other = etwas anderes …
disagreement-other-label = { $field }: richtig ist
disagreement-empty = leer
disagreement-reads = liest: { $answer }
disagreement-decide = Auswahl festhalten
disagreement-done = Auswahl festgehalten. Was nicht gilt, bleibt beim Formular der Person lesbar.
disagreement-history =
    { $count ->
        [one] Früher entschieden: 1 Angabe
       *[other] Früher entschieden: { $count } Angaben
    }
disagreement-decided = entschieden
disagreement-not-chosen = nicht gewählt
person-ask = Anfragen
person-ask-say = Ruf die Koordination an. Sag ihr Name, Geburt und Anliegen der Person und unter welcher Nummer die Person erreichbar ist.
person-ask-inquiry = Wenn die Person einverstanden ist, kannst du hier fragen, ob eine andere Stelle sie kennt:
person-ask-answer = Sie fragt bei den Stellen nach und darf nicht sagen, wo jemand bekannt ist. Die Stelle meldet sich bei der Person, wenn sie dort geführt wird.
person-ask-nobody = Welche Stelle koordiniert, steht nicht in den Listen. Bitte die Leitung fragen.
person-page-who-edits = Angaben ändert { $name }, Telefon { $telephone }.
person-page-nobody-edits = Angaben ändert, wer den Fall übernimmt.
person-through = über die verknüpfte Akte { $number } von { $name }
person-locality-post-code = Aus der Postleitzahl allein folgt kein Stadtteil. Bitte den Stadtteil wählen oder den Ort nennen.
