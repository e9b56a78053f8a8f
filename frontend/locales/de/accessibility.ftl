# Die Erklärung zur Barrierefreiheit.

accessibility-title = Erklärung zur Barrierefreiheit
accessibility-lead = Diese Erklärung gilt für die Anwendung Lückenlos. Sie beruht auf § 10b des Behindertengleichstellungsgesetzes Nordrhein-Westfalen (BGG NRW) und auf der Barrierefreie-Informationstechnik-Verordnung Nordrhein-Westfalen (BITVNRW).
accessibility-state-title = Stand
accessibility-state = Die Anwendung ist nach EN 301 549 und WCAG 2.2 Stufe AA gebaut und teilweise damit vereinbar: Was noch fehlt, steht unten.
accessibility-date = Erstellt am 23.11.2026 auf Grundlage einer Selbstbewertung.
accessibility-gaps-title = Was noch fehlt
accessibility-gap-plain-language = Texte in Leichter Sprache
accessibility-gap-sign-language = Videos in Deutscher Gebärdensprache
accessibility-gap-test = Eine Prüfung durch eine unabhängige Stelle
accessibility-report-title = Barriere melden
accessibility-report = Stoßen Sie auf eine Barriere, oder brauchen Sie einen Inhalt in anderer Form? Schreiben Sie uns. Sie bekommen innerhalb von zwei Wochen eine Antwort, spätestens nach sechs Wochen.
accessibility-report-go = Zum Kontaktformular
accessibility-ombud-title = Ombudsstelle
accessibility-ombud = Bleibt eine Antwort aus oder hilft sie nicht, können Sie sich an die Ombudsstelle des Landes wenden. Das Verfahren kostet nichts.
accessibility-ombud-name = Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen
accessibility-ombud-at = bei der Beauftragten des Landes für die Belange der Menschen mit Behinderung
