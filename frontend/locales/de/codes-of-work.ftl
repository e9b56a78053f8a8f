# Wörter für Codes, die nur sagt, wer angemeldet ist.

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

reason-too_many_people = Du hast heute sehr viele Menschen gesehen, für die andere zuständig sind.
reason-too_many_people-ask = Deine eigenen Fälle öffnen sich wie immer. Eilt es, hilft die Koordination.
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
