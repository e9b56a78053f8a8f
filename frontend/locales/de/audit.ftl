log-lead = Wer hat gelesen, wer hat geändert. Inhalte und Namen von Klientinnen und Klienten stehen hier nicht. Auch diese Einsicht wird protokolliert.
log-tab-anomalies = Auffälligkeiten
log-tab-emergencies = Notzugriffe und Prüfungen
log-tab-readings = Gelesen
log-tab-writings = Geändert

log-anomalies-title = Was auffällt
log-anomalies-lead = Eine Auffälligkeit beweist nichts. Sie sagt, wo du zuerst nachsiehst.
log-anomalies-none = Nichts Auffälliges in diesen Tagen.
log-anomalies-since = seit { $day } · { $lines ->
        [one] eine Zeile
       *[other] { $lines } Zeilen
    }
log-alarm = Alarm
log-anomaly-when = { $day }, { $from } bis { $until } Uhr
log-anomaly-limit = ab { $limit } auffällig
log-anomaly-lines = Zeilen ansehen
log-emergencies-title = Akten, die im Notfall oder zur Prüfung geöffnet wurden
log-emergencies-lead = Wer für den Fall zuständig ist, wurde benachrichtigt und sagt, ob es richtig war. Was passiert war, wissen die beiden.
log-emergencies-none = Noch nie.
log-file-check = Aktenprüfung: { $cause }
log-emergency-waits = noch keine Antwort der zuständigen Person
log-emergency-understood = verstanden
log-emergency-questioned = Nachfrage: bitte ansehen
anomaly-probing = { $count } Suchen hintereinander ohne Treffer
anomaly-stopped = { $count } Personen anderer Zuständiger verlangt und gebremst
anomaly-many_refused = { $count } Personen angefragt und abgelehnt
anomaly-emergency =
    { $count ->
        [one] Eine Akte im Notfall geöffnet
       *[other] { $count } Akten im Notfall geöffnet
    }
anomaly-file_check =
    { $count ->
        [one] Eine Akte zur Prüfung geöffnet
       *[other] { $count } Akten zur Prüfung geöffnet
    }
anomaly-many_inquiries = { $count } Anfragen an andere Stellen an einem Tag
anomaly-many_in_an_hour = { $count } Personen in einer Stunde geöffnet
anomaly-many_in_a_day = { $count } Personen an einem Tag geöffnet
anomaly-people_of_others = { $count } Personen anderer Zuständiger gesehen
anomaly-outside_hours = { $count } Zugriffe außerhalb der Arbeitszeit

log-whom = Über wen
log-whom-hint = Fallnummer oder Kennung; leer: über alle. Namen kennt das Protokoll nicht.
log-who = Wer hat gelesen
log-wrote = Wer hat geändert
log-anybody = alle Konten
log-why = Grund
log-any-reason = alle Gründe
log-from = Von
log-until = Bis einschließlich
log-search = Suchen
log-found = { $count ->
        [one] Eine Zeile
       *[other] { $count } Zeilen
    }
log-none = Keine Zeile passt zu dieser Suche.
log-none-yet = Bis hierher passt keine Zeile. Weiter unten im Protokoll kann noch eine stehen.
log-more = Ältere Zeilen
log-export = Diese Zeilen als Datei sichern
log-link = Adresse dieser Suche
log-when = Wann
log-what = Was
log-call = Aufruf
log-role = Rolle
log-count = Anzahl
log-about = Über
log-about-nobody = niemanden
log-and-more = und { $count } weitere
log-fields = Felder
log-outcome = Ergebnis
log-outcome-applied = übernommen
log-outcome-conflict = zwei Angaben zu einem Feld
log-outcome-held = nachgereicht
log-erased = Inhalt gelöscht
log-who-service = der Dienst selbst
log-who-gone = ein Konto, das es nicht mehr gibt

reading-file = Akte
reading-record = Angaben oder Aufnahmebogen
reading-search = Treffer einer Suche
reading-list = Zeile einer Liste
reading-unnamed = Zeile einer Liste ohne Namen
reading-responsibility = Zuständigkeit
reading-slip = Kontaktzettel oder Nachricht
reading-pack = Kopie auf dem eigenen Gerät
reading-work = gesendete oder nachgereichte Arbeit
reading-log = Protokoll
reading-other = anderes

why-role = Aufgabe der Rolle
why-responsible = zuständig
why-own_intake = von der eigenen Einheit aufgenommen
why-consent = Einwilligung (E0)
why-coordination = Koordination
why-former = bis vor Kurzem zuständig
why-deputy = in Vertretung
why-emergency = Notzugriff
why-head_of_body = Trägerleitung
why-file_check = Aktenprüfung
why-oversight = Datenschutzkontrolle
why-own_conflict = eigene Angabe traf auf eine andere
why-refused = abgelehnt
why-other = anderer Grund

told-link = Wer hat die Daten gesehen?
told-title = Wer hat die Daten gesehen?
told-lead = Ein Blatt für die Klientin oder den Klienten. Dass Sie es aufrufen, steht ebenfalls darauf.
told-language = Sprache des Blatts
told-language-german = Deutsch
told-language-both = Deutsch und { $language }
told-language-hint = Übersetzungen sind Vorschläge. Es gilt der deutsche Text, der immer dabei ist.
told-back = Zurück zum Fall
told-print = Blatt drucken
told-heading = Wer hat meine Daten gesehen?
told-intro = Sie haben das Recht zu wissen, wer Ihre Daten bei uns gesehen hat. Hier steht es, vom { $since } bis zum { $until }. Weiter zurück reicht unser Protokoll nicht.
told-none = In dieser Zeit hat niemand Ihre Daten gesehen.
told-reason = Grund
told-questions = Haben Sie Fragen dazu? Sprechen Sie mit Ihrer Fallmanagerin oder Ihrem Fallmanager. Sie können sich auch an die Datenschutzbeauftragte wenden.
told-binding = Es gilt dieser deutsche Text.
told-what-file = hat Ihre Akte gelesen
told-what-record = hat Ihre Angaben gelesen
told-what-search = hat Sie bei einer Suche gefunden: Name, Geburtsdatum, wer für Sie zuständig ist
told-what-list = hat Ihren Namen in einer Liste gesehen
told-what-unnamed = hat Ihren Fall in einer Liste gesehen, mit Nummer und Terminen, ohne Ihren Namen
told-what-responsibility = hat gesehen, wer für Sie zuständig ist
told-what-slip = hat eine Notiz zu einem Gespräch mit Ihnen gelesen
told-what-pack = hat Ihre Akte für einen Besuch auf das eigene Gerät mitgenommen
told-what-work = hat gesehen, was andere über Sie geschrieben haben
told-what-log = hat nachgesehen, wer Ihre Daten gesehen hat
told-what-other = hat etwas über Sie gesehen
told-why-role = Es gehört zu den Aufgaben dieser Person.
told-why-responsible = Diese Person ist für Sie zuständig.
told-why-own_intake = Diese Stelle hat Sie aufgenommen.
told-why-consent = Sie haben erlaubt, dass man Sie am Service-Point findet.
told-why-coordination = Diese Person verteilt die Fälle auf die Stellen.
told-why-former = Diese Person war bis vor Kurzem für Sie zuständig.
told-why-deputy = Diese Person vertritt, wer für Sie zuständig ist.
told-why-emergency = Es war ein Notfall. Wer für Sie zuständig ist, weiß davon.
told-why-head_of_body = Diese Person leitet den Träger, bei dem Ihr Fall ist. Sie achtet darauf, dass nichts liegen bleibt.
told-why-file_check = Diese Person leitet den Träger, bei dem Ihr Fall ist. Sie hat geprüft, wie mit Ihnen gearbeitet wird. Wer für Sie zuständig ist, weiß davon.
told-why-oversight = Diese Person prüft, ob alle die Regeln zum Datenschutz einhalten.
told-why-own_conflict = Diese Person hat selbst etwas zu Ihnen eingetragen.
told-why-refused = Der Zugriff wurde abgelehnt.
told-why-other = Einen Grund haben wir nicht gespeichert.

changes-link = Was wurde geändert?
changes-title = Was wurde geändert?
changes-lead = Wer hat wann was geändert, und was stand vorher da. Das Neueste steht oben. Auch dieser Aufruf wird protokolliert.
changes-field = Welche Angabe?
changes-all-fields = alle Angaben
changes-show = Zeigen
changes-print = Drucken
changes-more = Ältere Änderungen
changes-none = Daran wurde nichts geändert.
changes-offline = Der Änderungsverlauf ist nur mit Verbindung zu sehen.
changes-offline-hint = Er wird nicht auf das Gerät mitgenommen. Sobald die Verbindung da ist, öffne die Seite noch einmal.
changes-before = vorher
changes-after = jetzt
changes-authored = auf dem Gerät geschrieben: { $when }
changes-handed-in = Nachgereicht: geschrieben von { $name }, { $when }
changes-stays = bleibt vorerst
changes-waiting = Wartet auf eine Entscheidung: { $wrote }
changes-decided = Zwei Angaben zu einem Feld, entschieden.
changes-decided-not = Zwei Angaben zu einem Feld, entschieden. Nicht gewählt: { $texts }
changes-begun = begonnen
changes-opened = eröffnet
changes-kept = bleibt nach dem Umzug
changes-planned = geplant
changes-cancelled-by-worker = von unserer Seite abgesagt
changes-of-intake = Aufnahme
changes-of-case = Fall
changes-of-facts = Einträge auf den Wegspuren
changes-of-link = Dieselbe Person?
changes-of-appointment = Termin { $when }
changes-fact-same = ohne Änderung neu eingetragen
changes-answer-given = erteilt
changes-answered = Antwort vom { $day }
changes-answered-late = Antwort vom { $day }, nachgetragen: eine spätere Antwort gilt weiter
changes-note = Eintrag hinzugefügt
changes-note-corrects = Eintrag hinzugefügt, der den vom { $when } berichtigt
changes-said-same = als dieselbe wie eine andere festgehalten
changes-said-same_no_more = die Verknüpfung wurde gelöst
changes-said-two = als verschieden von einer anderen festgehalten

# What commands name besides the fields of a form.
field-answer = Antwort
field-appointment = Termin
field-case = Fall
field-consent = Einwilligung
field-corrects = berichtigter Eintrag
field-decision = Entscheidung
field-end = wie der Termin endete
field-fact = Eintrag auf einer Wegspur
field-held = nachgereichte Arbeit
field-intake = Aufnahme
field-kind = Art der Einwilligung
field-lane = Wegspur
field-link = Verknüpfung
field-next = nächster Schritt
field-organisation = Organisation
field-person = Person
field-state = Stand
