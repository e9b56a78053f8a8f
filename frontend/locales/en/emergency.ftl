# Access in an emergency: opening the file of a case for which somebody else is responsible.

emergency-lead = Only if somebody would come to harm otherwise and the responsible worker cannot be reached:
emergency-show = Emergency access …
emergency-title = Open the file in an emergency
emergency-told = { $name } and the data protection officer are told at once. The client can read that you have read their file.
emergency-told-coordination = The coordinator and the data protection officer are told at once. The client can read that you have read their file.
emergency-kind = What kind of emergency?
emergency-kind-danger = Danger to life or health
emergency-kind-child = A child is in danger
emergency-kind-deadline = A right is lost today or tomorrow
emergency-kind-other = Another emergency
emergency-reason = What has happened?
emergency-reason-hint = A sentence that the responsible worker understands: what has happened and why it cannot wait.
emergency-hours = For how long?
emergency-hours-of =
    { $hours ->
        [one] one hour
       *[other] { $hours } hours
    }
emergency-open = Open the file
emergency-leave = Not after all
emergency-until = Emergency access: you read this file until { $when }. { $name } is responsible: what you note here goes there to be accepted. You cannot change anything.
emergency-until-pool = Emergency access: you read this file until { $when }. Nobody is responsible yet: what you note here waits. You cannot change anything.
emergency-end = End access
emergency-end-check = End the check
emergency-ended = Ended. The file is closed to you again.

emergencies-title = Somebody opened a file in an emergency
emergencies-by = { $name } ({ $unit })
emergencies-when = { $from } to { $until }
emergencies-when-ended = { $from } to { $until }, ended early; asked for until { $asked }
emergencies-for-absent = You deputise here. Whoever is responsible answers once they are back.
emergencies-understood = Understood
emergencies-question = Ask about it …
emergencies-note = What is unclear?
emergencies-note-hint = The data protection officer sees that you ask, and talks to you.
emergencies-question-send = Give to the data protection officer
emergencies-open-title = Opened by you in an emergency
emergencies-open-until = open until { $when }
emergency-opened = The file is open for reading now: by “Open the case” above. Whoever is responsible and the data protection officer know of it.

file-checks-title = The head of the body checks a file
file-checks-open-title = Opened by you to check them
file-check-cause-complaint = Complaint about the work
file-check-cause-supervision = Professional supervision
file-check-cause-responsibility = Change or dispute about responsibility
file-check-cause-authority = Question of a court or an authority
