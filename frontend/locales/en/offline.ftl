# This device: setting up, unlocking, what waits, what is to be settled.

offline-closed = This device is locked. Unlock it to go on.
offline-full = There is no room left on this device. Nothing was saved. What you typed is still there; under “This device” you can take it along as a rescue file.
offline-store-failed = The browser’s store did not work. Nothing was saved. What you typed is still there; under “This device” you can take it along as a rescue file.
offline-superseded = A newer version of the app uses this device, perhaps in another window. Nothing was saved. Take along what you typed, and load the app anew.

unlock-title = Unlock this device
unlock-lead = Your work lies encrypted on this device. Four words open it.
unlock-device = Which device?
unlock-words = Your four words
unlock-words-hint = Capitals do not matter. Put a space between the words.
unlock-open = Unlock
unlock-opening = One moment …
unlock-wrong = These are not the right words.
unlock-browser = This browser cannot do that. Perhaps a private window is open, or the connection is not secure.
unlock-emptied = The browser has emptied the store of this device. What was confirmed is with the server; what was not sent yet is no longer here. If there is a rescue file, read it in. Sign in and set this device up again.
unlock-forgotten = Words forgotten
unlock-forgotten-offline = Words forgotten? Sign in as soon as there is a network again. Your unsent work is not lost.
unlock-renew = You are signed in and can set new words. Unsent work stays; the cases you took along are loaded anew.
unlock-renew-go = Set new words

rescue-title = Rescue file
rescue-lead = If the device is damaged or there is no network for long, you can take unsent work along, encrypted, and read it in on another device.
rescue-waiting =
    { $count ->
        [0] Nothing waits.
        [one] One entry waits.
       *[other] { $count } entries wait.
    }
rescue-save = Save rescue file
rescue-saved =
    { $count ->
        [one] One entry is in the file. These words open it; they are shown only now.
       *[other] { $count } entries are in the file. These words open it; they are shown only now.
    }
rescue-words = Words of the rescue file
rescue-words-hint = They were on the screen when it was saved.
rescue-file = Read in a rescue file
rescue-taken-in =
    { $count ->
        [0] All entries of the file are here already.
        [one] One entry was read in.
       *[other] { $count } entries were read in.
    }
rescue-unreadable = This file is no rescue file, or it is damaged.
rescue-foreign = This rescue file belongs to another account.

lock-title = Screen locked
lock-lead = Your work is still there. Your PIN takes you back.
lock-pin = PIN code
lock-open = Unlock
lock-words = The four words instead
lock-wrong =
    { $left ->
        [one] That is not the PIN. One more try, then the four words are needed.
       *[other] That is not the PIN. { $left } more tries, then the four words are needed.
    }
cover-title = Hidden
cover-lead = Nobody sees what you are working on.
cover-go-on = Go on working
pin-title = PIN for the screen lock
pin-lead = After two minutes without input the screen locks. A PIN takes you back quickly; after five wrong tries, after four hours and after every restart the four words are needed.
pin-is-set = A PIN is set.
pin-is-not-set = No PIN yet: after the lock the four words are needed.
pin-new = New PIN
pin-new-hint = 4 to 8 digits, not all the same and no row like 1234
pin-keep = Set PIN
pin-remove = Remove PIN
pin-set-done = The PIN is set.
pin-removed = The PIN is removed.
unlock-without-session-hint = Unsent work lies here and you can no longer sign in? The four words open this device all the same, and the unsent work can be handed in.
unlock-without-session = Open the device without signing in

sending-waits = No network: it is on this device and will be sent as soon as possible.
