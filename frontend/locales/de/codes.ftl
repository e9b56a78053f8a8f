# Sätze zu den Codes des Servers und der Regeln: für jeden Wert der Aufzählungen einer. Ein Test geht alle durch.

problem-missing = Diese Angabe fehlt noch.
problem-too_long = Höchstens { $max } Zeichen.
problem-too_short = Mindestens { $min } Zeichen.
problem-too_many = Höchstens { $max } Einträge.
problem-control_character = Enthält ein unsichtbares Steuerzeichen. Bitte neu tippen statt einfügen.
problem-direction_override = Enthält ein Zeichen, das die Leserichtung umkehrt. Bitte neu tippen statt einfügen.
problem-hidden_character = Enthält ein unsichtbares Zeichen. Bitte neu tippen statt einfügen.
problem-lone_mark = Ein Akzent steht hier ohne Buchstaben. Bitte neu tippen.
problem-wrong_script = Hier stehen nur lateinische Buchstaben, wie im Ausweis. Für die eigene Schrift gibt es ein eigenes Feld.
problem-no_letter = Ein Name hat mindestens einen Buchstaben.
problem-impossible_date = Diesen Tag gibt es nicht.
problem-too_early = Dieser Tag liegt zu weit zurück.
problem-in_future = Dieser Tag liegt in der Zukunft.
problem-in_past = Dieser Tag ist schon vorbei.
problem-too_far = Dieser Tag liegt mehr als zwei Jahre voraus.
problem-end_before_start = Das Ende liegt vor dem Anfang.
problem-before_birth = Das liegt vor der Geburt.
problem-before_entry = Das liegt vor der Einreise nach Deutschland.
problem-before_departure = Das liegt vor der Ausreise.
problem-unknown_code = Diese Auswahl gibt es an diesem Tag nicht.
problem-not_an_email = Das ist keine E-Mail-Adresse.
problem-not_a_telephone = Das ist keine Telefonnummer.
problem-not_a_post_code = Eine Postleitzahl hat fünf Ziffern.
problem-unknown_number = Diese Nummer hat kein Fall, und eine Kennung ist es auch nicht.
problem-out_of_range = Diese Zahl liegt außerhalb des Möglichen.
problem-out_of_range_between = Eine Zahl von { $min } bis { $max }.
problem-duplicate = Das steht schon da.
problem-reason_needed = Hier braucht es einen Grund.
problem-contradiction = Diese Angaben widersprechen sich.
problem-unknown_field = Dieses Feld kennt das Formular nicht.
problem-wrong_type = Diese Angabe passt nicht in das Feld.
problem-names_client = Hier steht ein Teil des Namens. Die Koordination sieht keine Namen: bitte anders schreiben, zum Beispiel „die Person“.
problem-not_consented = Die Person hat nicht erlaubt, dass das aufgeschrieben wird. Bitte wegnehmen, oder zuerst im Reiter Einwilligungen eine neue Antwort eintragen.
problem-leaked = Dieses Passwort steht in einer Liste gestohlener Passwörter. Bitte nimm ein anderes.
problem-easy_to_guess = Zu leicht zu erraten. Nimm mehrere Wörter, die nichts miteinander zu tun haben.
problem-not_right = Das stimmt nicht.
problem-no_picture = Der Scan ist nicht mitgekommen. Nimm ihn noch einmal auf.
problem-unreadable_picture = Das ist kein Bild, das gelesen werden kann. Nimm es noch einmal auf.
problem-picture_too_large = Das Bild ist zu groß. Nimm es mit weniger Bildpunkten auf.
problem-invalid = So kann die Angabe nicht übernommen werden.

refusal-fields = Einige Angaben stimmen noch nicht.
refusal-not_found = Den Eintrag gibt es nicht, oder er ist nicht für dich bestimmt.
refusal-not_allowed = Das darfst du nicht.
refusal-wrong_state = Inzwischen hat sich der Stand geändert, so geht es nicht mehr.
refusal-consent_missing = Die Einwilligung in das Fallmanagement fehlt. Ohne sie gibt es keinen Fall.
refusal-already_there = Das gibt es schon.
refusal-wrong_subject = Die Änderung gehört zu etwas anderem.
refusal-foreign_envelope = Diese Änderung gehört zu einem anderen Konto oder Gerät.
refusal-changed_content = Unter dieser Nummer wurde schon etwas anderes gesendet.
refusal-unknown_format = Die App ist zu alt für den Server. Nach dem Neuladen wird der Eintrag noch einmal gesendet.
refusal-erased = Die Daten dieser Person wurden gelöscht; es wird nichts mehr angenommen.
refusal-group_refused = Ein zusammengehöriger Eintrag wurde abgelehnt.
refusal-too_many = Das war heute schon zu oft. Morgen geht es weiter; wenn es eilt, frag die Koordination.
refusal-unreadable = Der Server konnte den Eintrag nicht lesen.

reason-too_many_people = Du hast heute sehr viele Menschen gesehen, für die andere zuständig sind.
reason-too_many_people-ask = Deine eigenen Fälle öffnen sich wie immer. Eilt es, hilft die Koordination.
reason-role = Deine Rolle umfasst das nicht.
reason-role-ask = Wer es darf, sagt die Koordination oder die Administration.
reason-not_responsible = Für diesen Fall ist jemand anderes zuständig.
reason-not_responsible-ask = Frag die zuständige Person oder die Koordination.
reason-other_unit = Eine andere Stelle ist zuständig.
reason-other_unit-ask = Frag dort nach; ohne Einwilligung gibt es keinen Einblick.
reason-no_consent = Die Person hat dem nicht zugestimmt.
reason-no_consent-ask = Die Person selbst kann zustimmen.
reason-protected = Die Adresse ist gesperrt.
reason-protected-ask = Nur die zuständige Person sieht sie.
reason-no_case = Es gibt noch keinen Fall.
reason-no_case-ask = Er entsteht mit der Aufnahme.
reason-needs_handover = Der Fall hat schon eine zuständige Person; er wechselt nur durch eine Übergabe.
reason-needs_handover-ask = Die Koordination plant die Übergabe.
reason-deputy_ahead = Du bist für die Vertretung vorgesehen; sie hat noch nicht begonnen.
reason-deputy_ahead-ask = Die Akte öffnet sich mit dem ersten Tag der Abwesenheit.
reason-deputy_ended = Die Vertretung ist zu Ende.
reason-deputy_ended-ask = Die zuständige Person ist wieder da.
reason-no_deputy_consent = Die Person hat keiner Vertretung durch deine Stelle zugestimmt.
reason-no_deputy_consent-ask = Termine siehst du. Für mehr frag die Person selbst oder die Koordination.
reason-not_for_deputy = Das bleibt bei der zuständigen Person, auch während der Vertretung.
reason-not_for_deputy-ask = Sie entscheidet, wenn sie wieder da ist; wenn es eilt, die Koordination.
reason-read_only = Nur zum Lesen geöffnet.
reason-read_only-ask = Für alles andere frag die zuständige Person.
reason-open_already = Die Akte ist für dich schon offen.
reason-open_already-ask = Öffne sie bei deinen Fällen.
reason-own_request = Über den eigenen Antrag entscheidet jemand anders.
reason-own_request-ask = Es braucht die Entscheidung von zwei Menschen: Bitte eine andere Koordination fragen.

eligibility-core_first = Zielgruppe, mit Vorrang
eligibility-core = Zielgruppe
eligibility-refer = Verweis: eine andere Stelle führt den Fall
eligibility-refer_elsewhere = Verweis an das Integrationszentrum der anderen Stadt
eligibility-minor = Minderjährig
eligibility-outside = Außerhalb der Zielgruppe
eligibility-ask = Noch zu klären

advice-admit = Aufnehmen.
advice-refer = Verweisen; für andere Anliegen bleibt die Aufnahme möglich.
advice-ask_date = Nach dem fehlenden oder ungenauen Datum fragen.
advice-counsel_or_exception = Beraten und verweisen. Aufnahme nur als Ausnahme der Koordination, mit Grund.
advice-refer_to_youth_services = An die Jugendhilfe verweisen und zum 18. Geburtstag wieder ansehen.

eligibility-reason-adult = Volljährig seit { $day }.
eligibility-adult-at-latest = Volljährig spätestens seit { $day }.
eligibility-reason-not_adult_before = Volljährig erst am { $day }.
eligibility-reason-age_unclear = Aus dem Geburtsdatum folgt nicht, ob die Person volljährig ist.
eligibility-reason-within_window = Im Zeitraum, bis { $day }.
eligibility-reason-window_ended = Der Zeitraum endete am { $day }.
eligibility-reason-entry_unclear = Aus dem Einreisedatum folgt nicht, ob es im Zeitraum liegt.
eligibility-reason-born_in_germany = In Deutschland geboren, daher keine Einreise.
eligibility-reason-lives_elsewhere = Wohnt nicht in Leverkusen.
eligibility-reason-no_other_case_management = Kein anderes Fallmanagement, daher Vorrang.
eligibility-reason-other_case_management = Ein anderes Fallmanagement ist für sein Gebiet zuständig.
eligibility-reason-other_case_management_unknown = Ob eine andere Stelle den Fall führt, ist nicht bekannt.

verdict-different = andere Person
verdict-possible = möglich dieselbe Person
verdict-likely = wahrscheinlich dieselbe Person

match-name_same = { $found } gleich
match-name_spelling = { $typed } ≈ { $found }
match-name_diminutive = { $typed }: Kurzform von { $found }
match-name_near = { $typed } ähnlich { $found }
match-name_beginning = { $typed } …: beginnt wie { $found }
match-name_within = { $typed } im Namen enthalten
match-names_swapped = Vor- und Nachname vertauscht
match-birth_same = gleiches Geburtsdatum
match-birth_year = gleiches Jahr
match-birth_swapped = Tag und Monat vertauscht
match-birth_near = Geburtsdatum fast gleich
match-birth_first_of_january = 01.01. sagt wenig
match-number = Fallnummer

candidate-covers_district = deckt den Bezirk ab
candidate-other_district = anderer Bezirk
candidate-has_capacity = hat Platz
candidate-is_full = voll
candidate-speaks_language = spricht die Sprache
candidate-same_household = begleitet schon jemanden aus dem Haushalt
candidate-is_absent = abwesend
candidate-is_vacant = Stelle nicht besetzt
candidate-lowest_load = am wenigsten ausgelastet

case-state-open = offen
case-state-resting = ruhend
case-state-closed = abgeschlossen

appointment-end-kept = hat stattgefunden
appointment-end-missed = nicht erschienen
appointment-end-cancelled_by_client = von der Person abgesagt
appointment-end-cancelled_by_worker = von uns abgesagt
appointment-end-moved = verlegt

consent-found_at_desk = Am Service-Point gefunden werden
consent-case_management = Fallmanagement und seine Dokumentation
consent-special_categories = Besonders geschützte Angaben
consent-sharing = Weitergabe an eine Stelle
consent-named_conference = Fallkonferenz mit Namen
consent-deputy = Vertretung oder Übergabe
consent-electronic_contact = E-Mail und Messenger
consent-aftercare = Nachfragen nach dem Abschluss
consent-evaluation = Auswertung ohne Namen
consent-answer-given = erteilt
consent-answer-refused = abgelehnt
consent-answer-revoked = widerrufen

lane-residence = Aufenthalt
lane-livelihood = Lebensunterhalt
lane-language = Sprache
lane-work = Arbeit
lane-housing = Wohnen
lane-health = Gesundheit

# What kind of value it is, where a lane takes several kinds.
list-livelihood = Leistung zum Lebensunterhalt
list-procedure = weitere Leistung
list-language-level = Sprachstand
list-course = Kurs
list-employment = Beschäftigung
list-training = Ausbildung
list-school = Schulbesuch

link-state-planned = geplant
link-state-confirmed = bestätigt
link-state-running = läuft
link-state-ended_with_successor = beendet, es geht weiter
link-state-ended_without_successor = beendet, ohne Anschluss

slip-outcome-counselled = beraten
slip-outcome-referred = verwiesen
slip-outcome-intake = Aufnahme

outcome-applied = bestätigt
outcome-refused = abgelehnt
outcome-conflict = braucht eine Entscheidung
outcome-held = nachgereicht

standing-confirmed = bestätigt
standing-sent = auf diesem Gerät, Antwort steht aus
standing-on_device = auf diesem Gerät
standing-needs_you = braucht dich

other-case-management-none = nein
other-case-management-restricted = nur zum Teil zugänglich
other-case-management-yes = ja
other-case-management-unknown = nicht bekannt

intake-state-open = in Arbeit
intake-state-completed = vollständig
intake-state-exception_asked = Ausnahme angefragt
intake-state-exception_refused = Ausnahme abgelehnt
intake-state-admitted = aufgenommen
intake-state-referred = verwiesen
intake-state-counselled = beraten

## Zwei Personen nebeneinander
compared-name = Name
compared-original_script = Originalschrift
compared-other_names = Weitere Namen
compared-born = Geburt
compared-birth_country = Geburtsland
compared-sex = Geschlecht
compared-nationalities = Staatsangehörigkeiten
compared-languages = Sprachen
compared-entered_germany = Einreise nach Deutschland
compared-address = Anschrift
compared-telephone = Telefon
agreement-same = gleich
agreement-similar = ähnlich
agreement-different = verschieden
agreement-one_sided = nur bei einer bekannt
