# Rahmen: Navigation, Fußzeile, Hilfe, Hinweise, Seiten ohne eigenes Fachgebiet.

app-name = Lückenlos
app-what = Kommunales Integrationsmanagement
shell-skip = Zum Inhalt springen
shell-demo = Demodaten: alle Personen sind erfunden
shell-hide = Verbergen
shell-session-ends = Du wirst gleich abgemeldet. Deine Eingaben bleiben erhalten.
shell-session-stay = Angemeldet bleiben
shell-new-version = Eine neue Version steht bereit. Deine Eingaben bleiben erhalten.
shell-new-version-take = Jetzt laden

nav-label = Hauptnavigation
nav-today = Heute
nav-cases = Meine Fälle
nav-reception = Empfang
nav-pool = Ohne Zuständige
nav-exceptions = Ausnahmen
nav-erasures = Löschanträge
nav-messages = Nachrichten
nav-log = Protokoll
nav-search = Suche
nav-slips = Zettel
nav-clearing = Klärung

footer-accessibility = Barrierefreiheit
footer-contact = Kontakt
footer-licences = Lizenzen
footer-version = Version { $version }

help-title = Tasten
help-lead = Sie gelten überall, solange du nicht in ein Feld schreibst.
help-key-search = zur Suche
help-key-help = diese Hilfe
help-key-tab = zum nächsten Feld oder Knopf
help-key-escape = schließen, ohne etwas zu ändern
help-key-digit = in einer Auswahl: die Antwort an dieser Stelle

not-found-title = Seite nicht gefunden
not-found-text = Unter dieser Adresse gibt es nichts, oder es ist nicht für dich bestimmt.
not-found-home = Zur Startseite
not-allowed-title = Nicht erlaubt

part-failed-title = Diese Seite fehlt noch auf dem Gerät
part-failed-text = Sie wird beim ersten Öffnen aus dem Netz geladen, und das ist gerade nicht gelungen. Verloren ist nichts.
part-failed-again = Noch einmal laden

account-leave = Abmelden

failure-offline = Der Server ist gerade nicht erreichbar.
failure-unreadable = Die Antwort war nicht zu lesen. Lade die Seite neu; deine Eingaben bleiben erhalten.
failure-not-found = Das gibt es nicht, oder es ist nicht für dich bestimmt. Sollte es das sein, frag die Koordination.
failure-not-allowed = Das darfst du nicht.
failure-not-signed-in = Du bist nicht mehr angemeldet.
failure-too-many = Das waren zu viele Versuche. Warte einen Augenblick.
failure-fields = Einige Angaben stimmen noch nicht.
failure-unavailable = Das hat gerade nicht geklappt. Versuche es gleich noch einmal.
nav-responsibilities = Zuständigkeit
nav-accounts = Konten
nav-organisation = Organisation
nav-body = Mein Träger
nav-reports = Berichte
help-key-new = am Empfang: neue Person aufnehmen, nachdem gesucht wurde
help-key-done = im Kontaktzettel: fertig
