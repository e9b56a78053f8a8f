# Texts of the building blocks: fields, buttons, lists, connection.

ui-required = Required
ui-choose = Please choose
ui-more = more …
ui-close = Close
ui-cancel = Cancel
ui-undo = Undo
ui-waiting = Loading …
ui-nothing-fits = Nothing in the list fits
ui-more-fit =
    { $count ->
        [one] and one more: please type more of it
       *[other] and { $count } more: please type more of it
    }
ui-not-listed = This is not in the list. Please choose a suggestion.
ui-suggestions =
    { $count ->
        [0] No suggestion
        [one] One suggestion
       *[other] { $count } suggestions
    }
ui-problems =
    { $count ->
        [one] One answer is missing or not right
       *[other] { $count } answers are missing or not right
    }

ui-connected = Connected
ui-all-safe = Everything safe · { $at }
ui-sending =
    { $count ->
        [one] Sending one entry
       *[other] Sending { $count } entries
    }
ui-offline = No network
ui-offline-waiting =
    { $count ->
        [one] No network · 1 entry waiting since { $oldest }
       *[other] No network · { $count } entries waiting, oldest { $oldest }
    }
ui-needs-you =
    { $count ->
        [one] One entry needs you
       *[other] { $count } entries need you
    }

when-day = { $day }/{ $month }/{ $year }
when-day-and-month = { $day }/{ $month }
when-weekday-and-day = { $weekday } { $date }
when-long-day = { $weekday }, { $day } { $month }
when-weekday-1 = Monday
when-weekday-2 = Tuesday
when-weekday-3 = Wednesday
when-weekday-4 = Thursday
when-weekday-5 = Friday
when-weekday-6 = Saturday
when-weekday-7 = Sunday
when-weekday-short-1 = Mon
when-weekday-short-2 = Tue
when-weekday-short-3 = Wed
when-weekday-short-4 = Thu
when-weekday-short-5 = Fri
when-weekday-short-6 = Sat
when-weekday-short-7 = Sun
when-month-1 = January
when-month-2 = February
when-month-3 = March
when-month-4 = April
when-month-5 = May
when-month-6 = June
when-month-7 = July
when-month-8 = August
when-month-9 = September
when-month-10 = October
when-month-11 = November
when-month-12 = December
when-full-day = { $day } { $month } { $year }

date-hint = DD.MM.YYYY, also 3.1990 or 1990
date-unreadable = This cannot be read as a date. Please write DD.MM.YYYY.
date-month = { $month } { $year }, day unknown
date-year = { $year }, only the year
date-estimated = about { $year }, estimated
date-set-by-authority = { $day }, set by an authority
date-is-set-by-authority = set by an authority
ui-signature-none = Sign here, with pen or finger.
ui-signature-there = Signed.
ui-signature-wipe = Wipe the signature
ui-signature-paper = Signed on paper
ui-signature-paper-said = The signed sheet is kept with the papers of the office.
ui-signature-on-paper = signed on paper
