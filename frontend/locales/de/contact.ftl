# Kontaktformular und Nachrichten.

contact-title = Kontakt
contact-lead = Lückenlos wird von der Stadt Leverkusen für das Kommunale Integrationsmanagement betrieben.
contact-anonymous = Sie brauchen kein Konto und müssen nicht sagen, wer Sie sind. Bitte schreiben Sie nichts über Klientinnen und Klienten.
contact-topic = Worum geht es?
contact-topic-barrier = Eine Barriere: etwas ist nicht zu bedienen, zu lesen oder zu hören
contact-topic-other = Etwas anderes
contact-text = Ihre Nachricht
contact-text-hint = Was wollten Sie tun, und was ging nicht? Höchstens 4000 Zeichen.
contact-place = Wo war das?
contact-place-hint = zum Beispiel: auf der Seite Heute, beim Knopf Notiz (freiwillig)
contact-reply-to = Wie erreichen wir Sie?
contact-reply-to-hint = Nur wenn Sie eine Antwort möchten: E-Mail, Telefon oder Anschrift (freiwillig)
contact-send = Nachricht senden
contact-sent = Danke. Ihre Nachricht ist angekommen.
contact-sent-next = Wenn Sie angegeben haben, wie wir Sie erreichen, bekommen Sie innerhalb von zwei Wochen eine Antwort, spätestens nach sechs Wochen.
contact-again = Noch eine Nachricht schreiben
contact-too-many =
    { $minutes ->
        [one] Aus Ihrem Netz sind gerade schon fünf Nachrichten gekommen. In einer Minute geht es weiter. Ihr Text bleibt hier stehen.
       *[other] Aus Ihrem Netz sind gerade schon fünf Nachrichten gekommen. In { $minutes } Minuten geht es weiter. Ihr Text bleibt hier stehen.
    }

messages-lead = Nachrichten aus dem Kontaktformular. Was wartet, steht oben; eine Antwort ist innerhalb von zwei Wochen zugesagt.
messages-none = Noch keine Nachricht.
messages-came = eingegangen { $when }
messages-waits = wartet
messages-answered = beantwortet
messages-answered-by = Beantwortet von { $name }, { $when }
messages-no-reply = Antworte auf diesem Weg und trage hier ein, was du geantwortet hast. Von hier aus wird nichts verschickt.
messages-no-way = Es wurde kein Weg für eine Antwort angegeben. Trage hier ein, was daraufhin getan wurde.
messages-answer = Als beantwortet eintragen
messages-note = Was wurde geantwortet oder getan?
messages-note-hint = Für die Kolleginnen und Kollegen.
messages-done = Beantwortet
messages-not-taken = Das wurde nicht übernommen: Vielleicht hat gerade jemand anders geantwortet.
