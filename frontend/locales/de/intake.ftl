# Kontaktzettel, Aufnahme, Zielgruppe.

## Kontaktzettel
intake-slip-title = Kontaktzettel
intake-slip-without = ohne Person möglich
intake-slip-for = für { $name }
intake-slip-concern = Anliegen
intake-slip-fields = Handlungsfelder
intake-slip-channel = Wie kam der Kontakt?
intake-slip-language = Sprache
intake-slip-interpreter = Dolmetschen nötig?
intake-slip-name = Name (freiwillig)
intake-slip-anonymous = anonym
intake-slip-urgency = Wie dringend?
intake-slip-reason = Grund
intake-slip-reason-hint = bei „heute“ und „bis …“ nötig
intake-slip-outcome = Was ist passiert?
intake-slip-office = Verwiesen an
intake-slip-done = Fertig
intake-slip-print = Zettel drucken
intake-slip-status-open = Noch nicht gespeichert. Das Getippte bleibt als Entwurf auf diesem Gerät.
intake-slip-status-here = Noch nicht gespeichert. Das Getippte bleibt nur in diesem Fenster, bis der Zettel fertig ist.
intake-slip-status-way = Wird gesendet. Bis zur Bestätigung bitte das Fenster offen lassen.
intake-slip-status-storing = Wird auf diesem Gerät abgelegt …
intake-slip-status-device = Auf diesem Gerät abgelegt, wird gesendet. Zählt in der Statistik, auch ohne Person.
intake-slip-status-sent = Auf diesem Gerät abgelegt, Antwort steht aus. Zählt in der Statistik, auch ohne Person.
intake-slip-status-confirmed = Bestätigt { $time }. Zählt in der Statistik, auch ohne Person.
intake-slip-status-needs = Der Server hat den letzten Zettel nicht angenommen. Er liegt unter „Braucht dich“.
intake-slip-status-failed = Nicht gespeichert: Dieses Gerät konnte den Zettel nicht ablegen. Das Getippte ist noch da.
intake-slip-keys = Tab geht weiter, Ziffern wählen, Strg + Eingabe ist fertig.
intake-urgency-D1 = heute
intake-urgency-D2 = bis { $day }
intake-urgency-D3 = normal
intake-urgency-D4 = planbar
intake-outcome-counselled = beraten
intake-outcome-referred = verwiesen an …
intake-outcome-intake = Aufnahme

## Aufnahme
intake-title = Aufnahme
intake-title-new = Neue Person aufnehmen
intake-title-of = Aufnahme: { $name }
intake-sections = Abschnitte
intake-section-person = Person
intake-section-concern = Anliegen
intake-section-others = Andere Stellen
intake-section-screening = Bedarf
intake-section-consent = Infoblatt und Einwilligung
intake-section-lanes = Lebenslagen
intake-section-finish = Zielgruppe und Abschluss
intake-section-missing = { $count ->
    [one] 1 fehlt
   *[other] { $count } fehlen
}
intake-section-wrong = { $count ->
    [one] 1 stimmt nicht
   *[other] { $count } stimmen nicht
}
intake-section-lanes-filled = { $count } von { $all }
intake-section-done = vollständig
intake-next-section = Weiter: { $section }
intake-any-order = Jede Reihenfolge geht. Unvollständig ist normal, weiter geht es jederzeit, auch an einem anderen Gerät.

intake-concern = Anliegen in eigenen Worten
intake-requested_on = Aufnahme gewünscht am
intake-requested_on-hint = dieser Tag zählt für die Zielgruppe
intake-route = Wie zu uns gefunden?
intake-fields_of_action = Handlungsfelder
intake-urgency = Wie dringend?
intake-urgency_reason = Grund der Dringlichkeit
intake-other_case_management = Anderes Fallmanagement?
intake-other_case_management-hint = zum Beispiel Jobcenter, Jugendmigrationsdienst, Migrationsberatung
intake-other_case_management_at = Welche Stelle, wer dort?
intake-other-none = keines
intake-other-restricted = eingeschränkt
intake-other-yes = ja
intake-other-unknown = nicht bekannt
intake-screening-intro = Fünf Fragen. „nicht besprochen“ ist eine Antwort.
intake-screening-has_complex_need = Drei oder mehr Problemfelder
intake-screening-has_several_providers = Mehrere Stellen sind beteiligt
intake-screening-regular_paths_fail = Die üblichen Wege reichen hier nicht
intake-screening-resources_insufficient = Allein ist es nicht zu schaffen
intake-screening-is_wanted = Die Person möchte Fallmanagement
intake-screening-result = { $count ->
    [one] 1 von 5 spricht
   *[other] { $count } von 5 sprechen
} für Fallmanagement.

intake-information = Infoblatt nach Art. 13 DSGVO
intake-information-given = { $sheet } wurde ausgehändigt
intake-information-language = Sprache des Infoblatts
intake-consent-language = Erklärt auf
intake-consent-explained = Wie erklärt?
intake-consent-found_at_desk-text = Der Empfang aller Stellen darf Name, Geburt, zuständige Person mit Telefon und den nächsten Termin sehen.
intake-consent-case_management-text = Ohne diese Einwilligung gibt es Beratung, aber keinen Fall.
intake-consent-open = noch nicht gefragt
intake-consent-answered = { $answer } am { $day }, erklärt auf { $language }
intake-consent-first = Erst Sprache und Art der Erklärung wählen.

intake-lanes-intro = Was gilt, seit wann, welche Stelle ist zuständig. Das sieht der Empfang nicht.
intake-fact-value = Was gilt?
intake-fact-begins = Seit
intake-fact-ends = Gültig bis
intake-fact-office = Zuständige Stelle
intake-fact-state = Stand
intake-fact-handover = Übergabe bestätigt?
intake-fact-employment = Erwerbstätigkeit
intake-fact-residence_rule = Wohnsitzregelung
intake-fact-identity = Identität
intake-fact-passport = Pass gültig bis
intake-fact-applied = Antrag gestellt am
intake-fact-remark = Bemerkung
intake-fact-record = Eintragen
intake-fact-another = Weiterer Eintrag
intake-fact-none = Noch nichts eingetragen.
intake-fact-since = seit { $day }
intake-fact-until = bis { $day }
intake-fact-correct = Berichtigen

## Wo die Daten stehen
intake-kept-empty = noch nichts getippt
intake-kept-typing = Entwurf auf diesem Gerät
intake-kept-device = auf diesem Gerät
intake-kept-sent = auf diesem Gerät, Antwort steht aus
intake-kept-window = nur in diesem Fenster, noch nicht gesichert
intake-kept-wrong = { $count ->
    [one] 1 Angabe stimmt nicht und ist noch nicht gesichert
   *[other] { $count } Angaben stimmen nicht und sind noch nicht gesichert
}
intake-kept-there = bestätigt
intake-kept-confirmed = bestätigt { $time }
intake-kept-needs = braucht dich
intake-kept-failed = nicht gespeichert
intake-restored = Wieder da: was hier zuletzt getippt wurde. Es wird jetzt gesichert.
intake-kept-failed-text = Dieses Gerät konnte die Eingabe nicht ablegen. Bitte nicht schließen und die IT verständigen.
intake-kept-label = Stand der Eingabe

## Zielgruppe
intake-target-title = Zielgruppe
intake-target-live = vorläufig, nach dem, was schon getippt ist
intake-target-final = Stichtag { $day }, Regel von { $year }
intake-target-open = Noch nicht zu sagen: Geburt, Einreise und Wohnort fehlen.
intake-target-ask-birth = Geburt genauer erfragen
intake-target-ask-entry = Einreise genauer erfragen
intake-target-ask-other = Anderes Fallmanagement erfragen
intake-target-counselled = Erstberatung genügt
intake-target-counselled-reason = Warum genügt die Beratung?
intake-target-counselled-hint = Nach der Regel wäre aufzunehmen. Der Grund steht später bei der Person.
intake-target-counselled-send = Beratung festhalten
intake-target-exception = Ausnahme anfragen
intake-target-exception-reason = Warum ist hier eine Ausnahme richtig?
intake-target-exception-send = An die Koordination geben
intake-target-admit = Aufnehmen
intake-target-refer = Verweisen an …
intake-target-refer-office = Stelle
intake-target-refer-reason = Weshalb dorthin?
intake-target-refer-send = Verweis festhalten
intake-target-cancel = Abbrechen
intake-target-needs-consent = Für einen Fall fehlt die Einwilligung in das Fallmanagement. Ohne sie gibt es Beratung und Verweis.
intake-target-ask-consent = Einwilligung erfragen
intake-target-missing = Vor dem Abschluss: { $what }.
intake-target-lacks = Angaben zeigen
intake-decided-admitted = Aufgenommen
intake-decided-referred = Verwiesen an { $office }
intake-decided-counselled = Erstberatung festgehalten
intake-decided-because = Grund: { $reason }
intake-take-back = Zurücknehmen
intake-again = Neue Aufnahme beginnen
intake-decided-exception = Ausnahme bei der Koordination angefragt
intake-decided-pool = Der Fall steht bei der Koordination, bis er zugeteilt ist.
intake-next-person = Nächste Person

intake-key-done = Strg ↵

intake-consent-give = Erteilt
intake-consent-refuse = Abgelehnt
intake-consent-revoke = Widerrufen
intake-consent-revoke-sure = Widerruft die Person ihre Einwilligung? Der Widerruf steht dann mit Datum in der Akte und lässt sich nur durch eine neue Einwilligung aufheben.
intake-consent-revoke-yes = Ja, widerrufen
intake-consent-revoke-no = Nicht widerrufen

## Handlungsfelder, kurz genug für einen Chip
intake-field-H01 = Aufenthalt
intake-field-H02 = Lebensunterhalt
intake-field-H03 = Wohnen
intake-field-H04 = Sprache
intake-field-H05 = Schule
intake-field-H06 = Ausbildung
intake-field-H07 = Arbeit
intake-field-H08 = Anerkennung
intake-field-H09 = Gesundheit
intake-field-H10 = Familie, Kinder
intake-field-H11 = Schulden, Verträge
intake-field-H12 = Kontakte, Freizeit
intake-field-H13 = Schutz, Gewalt
intake-field-H14 = Behörden, Alltag

intake-not-found = Diese Aufnahme gibt es nicht, oder sie ist nicht für dich bestimmt.
intake-section-open = offen
intake-kept-clear = Ansehen

## Ausnahme von der Zielgruppe
intake-target-exception-hint = Die Koordination sieht diesen Grund, aber keinen Namen. Bitte keinen hineinschreiben.
intake-exception-waits = Ausnahme bei der Koordination angefragt: { $reason }
intake-exception-refused = Die Koordination hat die Ausnahme abgelehnt: { $reason }
intake-decided-by-exception = Als Ausnahme bewilligt: { $reason }. Der Fall steht bei der Koordination, bis er zugeteilt ist.
exceptions-title = Ausnahmen von der Zielgruppe
exceptions-lead = Anfragen der Stellen, die älteste steht oben. Namen stehen hier nicht.
exceptions-none = Niemand wartet auf eine Entscheidung.
exceptions-waiting = { $count ->
    [one] 1 Anfrage auf eine Ausnahme wartet.
   *[other] { $count } Anfragen auf eine Ausnahme warten.
}
exceptions-open = Ansehen
exceptions-asked = angefragt am { $day }
exceptions-begun = Aufnahme begonnen am { $day }
exceptions-because = Grund der Anfrage:
exceptions-grant = Ausnahme gewähren
exceptions-grant-of = Ausnahme gewähren: Anfrage von { $unit }
exceptions-grant-reason = Warum wird sie gewährt?
exceptions-grant-hint = steht in der Akte, auch bei einer Prüfung
exceptions-refuse = Ablehnen
exceptions-refuse-of = Ausnahme ablehnen: Anfrage von { $unit }
exceptions-refuse-reason = Warum nicht, und was stattdessen?
exceptions-refuse-hint = die anfragende Stelle liest das
exceptions-no-consent = Die Einwilligung in das Fallmanagement fehlt. Gewähren geht erst, wenn die Stelle sie eingeholt hat.
exceptions-granted = Ausnahme gewährt. Der Fall steht jetzt unter „Ohne Zuständige“.
exceptions-granted-as = Ausnahme gewährt. { $number } steht jetzt unter „Ohne Zuständige“.
exceptions-to-pool = Jetzt zuteilen
exceptions-refused = Ausnahme abgelehnt. Die Stelle sieht den Grund.

## Zettel der letzten Tage
intake-slips-title = Letzte Zettel
intake-slips-new = Neuer Zettel
intake-slips-lead = Zettel der eigenen Stelle aus { $days } Tagen. Heute: { $counselled } Zettel, { $intakes } Aufnahmen.
intake-slips-filter = Zettel filtern
intake-slips-filter-hint = Anliegen oder Name
intake-slips-filter-none = Kein Zettel passt dazu.
intake-slips-open-only = nur Zettel ohne Person
intake-slips-shown = { $shown } von { $total } gezeigt
intake-slips-cut = Es gibt noch mehr in dieser Zeit. Gezeigt werden die neuesten 500.
intake-slips-none = In diesen Tagen wurde kein Zettel geschrieben.
intake-slips-on-device = Ohne Netz: gezeigt wird, was auf diesem Gerät liegt.
intake-slips-earlier = Frühere zeigen
intake-slips-nobody = ohne Person
intake-slips-at = bei { $name }
intake-slips-at-hidden = bei einer Person, die hier nicht zu sehen ist
intake-slips-referred = verwiesen an { $office }
intake-slips-attach = Einer Person zuordnen
intake-slips-attach-of = Einer Person zuordnen: { $concern }
intake-slips-attached-now = Zettel bei { $name } abgelegt. Er zählt wie zuvor.
intake-slips-detach = Zuordnung lösen
intake-slips-detach-of = Zuordnung lösen: { $concern }
intake-slips-detached-now = Zuordnung gelöst. Der Zettel zählt wie zuvor.
intake-slips-foreign = Für diese Person ist eine andere Stelle zuständig. Der Zettel bleibt ohne Person.
intake-slips-whose = Zu wem gehört der Zettel?
intake-slips-of-person = Kontaktzettel zu dieser Person

## Angaben nach der Aufnahme berichtigen
correction-title = Angaben bearbeiten
correction-title-of = Angaben: { $name }
correction-lead = Jede Änderung wird von selbst gesichert. Was vorher dastand, bleibt nachvollziehbar.
correction-to-case = Zum Fall
correction-to-person = Zur Person
correction-finding = Zielgruppe bei der Aufnahme
correction-finding-stays = Eine Berichtigung ändert diese Feststellung nicht, und kein Fall endet deswegen.
correction-by-exception = Als Ausnahme bewilligt: { $reason }
correction-would-be = Nach den heutigen Angaben wäre das Ergebnis: { $result }.
correction-undecided = Die Aufnahme ist noch nicht entschieden.
correction-go-on = Aufnahme fortsetzen
correction-moved = Umzug von { $from } nach { $to }.
correction-moved-first = Jetzt bekannt: { $to }.
correction-moved-within = Anderer Stadtteil, derselbe Bezirk: { $district }. An der Zuständigkeit ändert sich nichts.
correction-moved-no-case = Danach richtet sich, wer vorgeschlagen wird.
correction-moved-pool = Wer den Fall zuteilt, sieht den neuen Bezirk.
correction-moved-stays = Die Zuständigkeit bleibt, wie sie ist.
correction-moved-check = Der Fall bleibt, wo er ist; nichts wird von selbst verschoben. Bis { $day } ist zu prüfen, ob das so bleiben soll.
correction-moved-go = Zuständigkeit prüfen

## Begonnene Aufnahmen
unfinished-title = Weiterarbeiten
unfinished-begun = Aufnahme begonnen am { $day }
unfinished-asked = Ausnahme angefragt
unfinished-refused = Ausnahme abgelehnt
unfinished-completed = noch zu entscheiden
unfinished-go-on = Weiter
unfinished-more = { $count ->
    [one] 1 weitere
   *[other] { $count } weitere
}
unfinished-cut = Es gibt noch ältere. Die Suche findet auch sie.

## Eine Ablehnung zurücknehmen
exceptions-refused-title = Zuletzt abgelehnt
exceptions-refused-lead = Solange die Stelle nichts anderes entschieden hat, lässt sich eine Ablehnung zurücknehmen. Die Anfrage wartet dann wieder.
exceptions-asked-because = Angefragt: { $reason }
exceptions-refused-because = Abgelehnt: { $reason }
exceptions-take-back = Ablehnung zurücknehmen
exceptions-take-back-of = Ablehnung zurücknehmen: Anfrage von { $unit }
intake-not-found-window = War sie eben erst begonnen, so stand sie nur in diesem Fenster und ging mit dem Neuladen verloren. Dann bitte noch einmal suchen und neu beginnen.
intake-target-named = Auch ein Teil des Namens: { $words }. Ist damit ein gewöhnliches Wort gemeint, kann die Anfrage so abgehen.
intake-target-named-words = Kein Name gemeint: so abgeben
intake-exception-next = Die Koordination liest Grund und Zielgruppe, aber keinen Namen. Ihre Antwort steht dann hier; bis dahin findest du die Aufnahme unter „Weiterarbeiten“. Bitte der Person sagen, dass noch nichts entschieden ist und wie sie die Antwort erfährt.
intake-handout-print = Zettel für die Person drucken
intake-handout-title = Ihre Beratung am { $day }
intake-handout-agreed = Vereinbart
intake-handout-counselled = Sie wurden beraten. Wenn sich etwas ändert oder neue Fragen kommen, sind Sie wieder willkommen.
intake-handout-referred = Bitte wenden Sie sich an die Stelle, die hier steht.
intake-handout-begun = Ihre Aufnahme hat begonnen. Bitte bringen Sie Ihre Unterlagen mit.
intake-handout-admitted = Sie sind ins Fallmanagement aufgenommen. Bis { $day } meldet sich Ihre Ansprechperson.
intake-handout-taken = Sie sind ins Fallmanagement aufgenommen.
intake-handout-pool = Sie sind ins Fallmanagement aufgenommen. Wer Ihre Ansprechperson ist, wird gerade geklärt; Sie erfahren es bald.
intake-handout-worker = Ihre Ansprechperson
intake-handout-office = Hier wird Ihnen weitergeholfen
intake-handout-ask = Fragen dazu beantwortet
intake-handout-number = Ihr Zeichen
intake-consent-protected = Die Adresse ist gesperrt: Am Service-Point wird die Person trotzdem nicht gefunden, auch nicht mit dieser Zustimmung.
