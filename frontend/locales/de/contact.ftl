# Kontaktformular und Nachrichten.

contact-title = Kontakt
contact-lead = Lückenlos wird von der Stadt Leverkusen für das Kommunale Integrationsmanagement betrieben.
contact-anonymous = Du brauchst kein Konto und musst nicht sagen, wer du bist. Bitte schreib nichts über Klientinnen und Klienten.
contact-topic = Worum geht es?
contact-topic-barrier = Eine Barriere: etwas ist nicht zu bedienen, zu lesen oder zu hören
contact-topic-other = Etwas anderes
contact-text = Deine Nachricht
contact-text-hint = Was wolltest du tun, und was ging nicht? Höchstens 4000 Zeichen.
contact-place = Wo war das?
contact-place-hint = zum Beispiel: auf der Seite Heute, beim Knopf Notiz (freiwillig)
contact-reply-to = Wie erreichen wir dich?
contact-reply-to-hint = Nur wenn du eine Antwort möchtest: E-Mail, Telefon oder Anschrift (freiwillig)
contact-send = Nachricht senden
contact-sent = Danke. Deine Nachricht ist angekommen.
contact-sent-next = Wenn du angegeben hast, wie wir dich erreichen, bekommst du innerhalb von zwei Wochen eine Antwort, spätestens nach sechs Wochen.
contact-again = Noch eine Nachricht schreiben
contact-too-many =
    { $minutes ->
        [one] Aus deinem Netz sind gerade schon fünf Nachrichten gekommen. In einer Minute geht es weiter. Dein Text bleibt hier stehen.
       *[other] Aus deinem Netz sind gerade schon fünf Nachrichten gekommen. In { $minutes } Minuten geht es weiter. Dein Text bleibt hier stehen.
    }

messages-lead = Nachrichten aus dem Kontaktformular. Was wartet, steht oben; eine Antwort ist innerhalb von zwei Wochen zugesagt.
messages-none = Noch keine Nachricht.
messages-came = eingegangen { $when }
messages-waits = wartet
messages-answered = beantwortet
messages-answered-by = Beantwortet von { $name }, { $when }
messages-no-reply = Antworte auf diesem Weg und trage hier ein, was du geantwortet hast. Von hier aus wird nichts verschickt.
messages-answer = Als beantwortet eintragen
messages-note = Was wurde geantwortet oder getan?
messages-note-hint = Für die Kolleginnen und Kollegen.
messages-done = Beantwortet
messages-not-taken = Das wurde nicht übernommen: Vielleicht hat gerade jemand anders geantwortet.
