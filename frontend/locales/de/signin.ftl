# Anmelden und erstes Konto.

signin-title = Anmelden
signin-login = Benutzername
signin-password = Passwort
signin-enter = Anmelden
signin-provider = Mit { $name } anmelden
signin-help = Passwort vergessen? Die Administration deiner Stelle lädt dich neu ein.
signin-invited = Du hast ein Blatt mit einem Einladungscode?
signin-invitation = Einladung annehmen
signin-wrong = Benutzername oder Passwort stimmt nicht.
signin-no-role = Dein Konto hat heute keine Rolle: Sie hat noch nicht begonnen, oder sie ist zu Ende. Frag die Administration.
signin-wrong-factor = Dieser Code stimmt nicht.
signin-no-passkey = Der Passkey hat nicht unterschrieben. Versuch es noch einmal oder nimm einen Code.
signin-passkey = Mit Passkey anmelden
signin-or-code = oder mit einem Code:
signin-too-late = Der Code kam zu spät. Bitte fang noch einmal an.
signin-factor-title = Zweiter Faktor
signin-factor-help = Telefon und Codes weg? Die Administration lädt dich neu ein.
signin-recovery = Wiederherstellungscode
signin-recovery-hint = Einer der Codes, die du beim Einrichten aufbewahrt hast. Er gilt einmal.
signin-use-recovery = Telefon nicht da? Wiederherstellungscode benutzen
signin-use-app = Doch den Code aus der App eingeben
signin-back = Zurück
totp-code = Code aus der App
totp-code-hint = Sechs Ziffern, die alle 30 Sekunden wechseln.
signin-locked-seconds =
    { $seconds ->
        [one] Zu viele Versuche. Der nächste ist in einer Sekunde möglich.
       *[other] Zu viele Versuche. Der nächste ist in { $seconds } Sekunden möglich.
    }
signin-locked-minutes = Zu viele Versuche. Der nächste ist in etwa { $minutes } Minuten möglich.
signin-ended = Deine Sitzung ist abgelaufen. Was du getippt hast, ist noch da: Melde dich wieder an, dann geht es dort weiter.
signin-unreachable = Der Server ist nicht erreichbar. Was auf diesem Gerät liegt, bleibt sicher; Anmelden geht, sobald das Netz zurück ist.

setup-title = Erstes Konto einrichten
setup-token = Einrichtungsschlüssel
setup-token-hint = Der Befehl create-admin hat ihn ausgegeben. Er gilt einmal.
setup-token-wrong = Dieser Einrichtungsschlüssel gilt nicht oder nicht mehr.
setup-name = Vor- und Nachname
setup-login = Benutzername
setup-password = Passwort
setup-password-hint = Mindestens 12 Zeichen; ein Passwort-Programm darf es einfügen.
setup-make = Konto anlegen
setup-done = Das Konto ist angelegt.

role-reception = Empfang
role-case_manager = Fallmanagement
role-coordinator = Koordination
role-administrator = Administration
role-head_of_body = Trägerleitung
role-steering = Lenkungsgruppe
role-data_protection_officer = Datenschutz
