# The accessibility statement.

accessibility-title = Accessibility statement
accessibility-lead = This statement is about the application Lückenlos. It rests on section 10b of the disability equality act of North Rhine-Westphalia (BGG NRW) and on its ordinance on accessible information technology (BITVNRW).
accessibility-state-title = State
accessibility-state = The application is built after EN 301 549 and WCAG 2.2 level AA and is partly compliant: what is missing stands below.
accessibility-date = Written on 23 November 2026 after a self-assessment.
accessibility-gaps-title = What is missing
accessibility-gap-plain-language = Texts in easy-to-read German (Leichte Sprache)
accessibility-gap-sign-language = Videos in German Sign Language
accessibility-gap-test = A test by an independent body
accessibility-report-title = Report a barrier
accessibility-report = Have you met a barrier, or do you need something in another form? Write to us. You get an answer within two weeks, at the latest after six.
accessibility-report-go = To the contact form
accessibility-ombud-title = Ombuds office
accessibility-ombud = If no answer comes or it does not help, you can turn to the ombuds office of the state. This is free of charge.
accessibility-ombud-name = Ombuds office for accessible information technology of the state of North Rhine-Westphalia
accessibility-ombud-at = at the state's commissioner for people with disabilities
