# Signing in and the first account.

signin-title = Sign in
signin-login = User name
signin-password = Password
signin-enter = Sign in
signin-provider = Sign in with { $name }
signin-help = Password forgotten? The administration of your unit invites you again.
signin-invited = Do you have a sheet with an invitation code?
signin-invitation = Accept the invitation
signin-wrong = User name or password is not right.
signin-no-role = Your account has no role today: it has not begun yet, or it has ended. Ask the administration.
signin-wrong-factor = This code is not right.
signin-no-passkey = The passkey did not sign. Try again, or use a code.
signin-passkey = Sign in with a passkey
signin-or-code = or with a code:
signin-too-late = The code came too late. Please begin again.
signin-factor-title = Second factor
signin-factor-help = Telephone and codes gone? The administration invites you again.
signin-recovery = Recovery code
signin-recovery-hint = One of the codes that you kept when setting up. It counts once.
signin-use-recovery = No telephone at hand? Use a recovery code
signin-use-app = Give the code from the app after all
signin-back = Back
totp-code = Code from the app
totp-code-hint = Six digits that change every 30 seconds.
signin-locked-seconds =
    { $seconds ->
        [one] Too many tries. The next one is possible in one second.
       *[other] Too many tries. The next one is possible in { $seconds } seconds.
    }
signin-locked-minutes = Too many tries. The next one is possible in about { $minutes } minutes.
signin-ended = Your session has ended. What you typed is still there: sign in again and go on where you were.
signin-unreachable = The server cannot be reached. What is on this device stays safe; signing in works as soon as the network is back.

setup-title = Set up the first account
setup-token = Setup key
setup-token-hint = The command create-admin printed it. It works once.
setup-token-wrong = This setup key is not valid, or not any more.
setup-name = First and last name
setup-login = User name
setup-password = Password
setup-password-hint = At least 12 characters; a password manager may paste it.
setup-make = Create account
setup-done = The account is ready.

role-reception = Reception
role-case_manager = Case management
role-coordinator = Coordination
role-administrator = Administration
role-head_of_body = Head of the body
role-steering = Steering group
role-data_protection_officer = Data protection
