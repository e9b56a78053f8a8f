# File check on cause: the head of a body opens the file of a case of the own body, to check it.

file-check-lead = On cause you can open this file for reading:
file-check-show = Check the file …
file-check-title = Check the file on cause
file-check-cause = On which cause?
file-check-reason = What is it about?
file-check-reason-hint = A sentence that the responsible worker understands: the cause, and what you want to know.
file-check-days = For how long?
file-check-days-of =
    { $days ->
        [one] one day
       *[other] { $days } days
    }
file-check-open = Open the file
file-check-opened = The file is open for reading now: by “Read the file”. Whoever is responsible and the data protection officer know of it.
file-check-read = Read the file
file-check-not-here = This file cannot be opened here. Talk to the responsible worker.
file-check-until = File check ({ $cause }): you read this file until { $when }. { $name } is responsible. You can neither change nor note anything; what was written in confidence stays covered.
file-check-until-pool = File check ({ $cause }): you read this file until { $when }. Nobody is responsible yet. You can neither change nor note anything; what was written in confidence stays covered.
