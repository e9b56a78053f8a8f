# Contact form and messages.

contact-title = Contact
contact-lead = Lückenlos is run by the city of Leverkusen for its municipal integration management.
contact-anonymous = You need no account and do not have to say who you are. Please write nothing about clients.
contact-topic = What is it about?
contact-topic-barrier = A barrier: something cannot be used, read or heard
contact-topic-other = Something else
contact-text = Your message
contact-text-hint = What did you want to do, and what did not work? At most 4000 characters.
contact-place = Where was it?
contact-place-hint = for example: on the page Today, at the button Note (optional)
contact-reply-to = How do we reach you?
contact-reply-to-hint = Only if you want an answer: e-mail, telephone or address (optional)
contact-send = Send message
contact-sent = Thank you. Your message has arrived.
contact-sent-next = If you said how to reach you, you get an answer within two weeks, at the latest after six.
contact-again = Write another message
contact-too-many =
    { $minutes ->
        [one] Five messages have come from your network just now. In one minute you can go on. Your text stays here.
       *[other] Five messages have come from your network just now. In { $minutes } minutes you can go on. Your text stays here.
    }

messages-lead = Messages by the contact form. What waits stands on top; an answer is promised within two weeks.
messages-none = No message yet.
messages-came = came { $when }
messages-waits = waits
messages-answered = answered
messages-answered-by = Answered by { $name }, { $when }
messages-no-reply = Answer on this way, and note here what you answered. Nothing is sent from here.
messages-no-way = No way to answer was given. Write here what was done about it.
messages-answer = Note as answered
messages-note = What was answered or done?
messages-note-hint = For your colleagues.
messages-done = Answered
messages-not-taken = This was not taken: perhaps somebody else has just answered.
