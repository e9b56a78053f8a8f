# The organisation as files: save what holds, import what changes.

organisation-lead = Districts, posts, absences, rules: all of it with a period. Changes hold at once, old cases keep what held then.
organisation-not-yours = The organisation is changed by the coordination. Ask there if something is wrong.
organisation-since = in force since { $when }
organisation-import-title = Import files
organisation-import-lead = Save the list that changes below, edit it, and choose it here. Lists for which you choose no file stay as they are. Before anything holds you see every row that comes or goes.
organisation-choose = Choose files
organisation-choose-hint = CSV, one file per list, named as below. Several at once are possible.
organisation-step = What the files say
organisation-reading = The files are being checked …
organisation-unreadable = A file cannot be read. Choose it once more.
organisation-same = The files change nothing: all of it holds already.
organisation-wrong =
    { $count ->
        [one] One place in the files is wrong. Nothing was changed.
       *[other] { $count } places in the files are wrong. Nothing was changed.
    }
organisation-problems = What is wrong
organisation-file = File
organisation-line = Line
organisation-column = Column
organisation-what = What is wrong
organisation-wrong-file-missing = The file is missing.
organisation-wrong-file-unknown = There is no list of this name. Name the file like the list below.
organisation-wrong-not-csv = The line is no CSV, or has another number of columns than the first.
organisation-wrong-column-missing = The column is missing.
organisation-wrong-column-unknown = The list has no column of this name.
organisation-wrong-empty = Something must stand here.
organisation-wrong-unreadable = This does not fit into the column.
organisation-wrong-not-a-day = This is no day. Write 25.11.2026 or 2026-11-25.
organisation-wrong-own-deputy = Nobody deputises for themselves.
organisation-wrong-end-before-start = The last day lies before the first.
organisation-wrong-not-defined = No list has this for that period.
organisation-wrong-nothing-today = Nothing of it holds today for this municipality. It cannot be done without.
organisation-wrong-twice = Another row says something about the same for the same day.
organisation-preview = This changes with { $files }. It does not hold yet.
organisation-counts =
    { $added ->
        [one] one row comes
       *[other] { $added } rows come
    }, { $removed ->
        [one] one goes
       *[other] { $removed } go
    }
organisation-change = Change
organisation-added = comes
organisation-removed = goes
organisation-more =
    { $count ->
        [one] and one more row
       *[other] and { $count } more rows
    }
organisation-accept = Accept the changes
organisation-leave = Discard
organisation-done = Accepted. It holds from now on.
organisation-changed = Somebody else changed the organisation meanwhile. Choose the files once more and see what changes now.
organisation-waits = No network just now. The change waits under To settle and is sent as soon as possible.
organisation-refused = This was not accepted. Under To settle you see why.
organisation-lists-title = What holds
organisation-lists-lead = Each list can be saved, edited with a spreadsheet, and imported above.
organisation-rows =
    { $today ->
        [one] one row holds today
       *[other] { $today } rows hold today
    }, { $all } with earlier and later ones
organisation-save = Save
organisation-save-of = Save { $list }
organisation-list-municipality = Municipality
organisation-list-districts = Districts
organisation-list-localities = Parts of the town
organisation-list-places = Other place names
organisation-list-streets = Streets
organisation-list-neighbours = Places outside
organisation-list-bodies = Legal bodies
organisation-list-units = Units
organisation-list-posts = Posts
organisation-list-coverage = Which post covers which district
organisation-list-holders = Who holds a post
organisation-list-absences = Absences and deputies
organisation-list-offices = Offices for referrals
organisation-list-target-group-rules = Target group
organisation-list-work-limits = Load and deadlines
organisation-col-ags = Municipality key
organisation-col-name = Name
organisation-col-post-code-from = Post codes from
organisation-col-post-code-until = Post codes up to
organisation-col-code = Code
organisation-col-district = District
organisation-col-locality = Quarter
organisation-col-street = Street
organisation-col-first = House number from
organisation-col-last = House number up to
organisation-col-side = Side of the street
organisation-col-town = Town
organisation-col-centre = Centre in charge
organisation-col-body = Body
organisation-col-is-desk = Reception
organisation-col-packed-cases = Cases on the device
organisation-col-pack-hours = Hours on the device
organisation-col-unit = Unit
organisation-col-share-percent = Share in per cent
organisation-col-is-invented = invented
organisation-col-post = Post
organisation-col-telephone = Telephone
organisation-col-address = Address
organisation-col-hours = Hours
organisation-col-languages = Languages
organisation-col-deputy = Deputy
organisation-col-kind = Kind
organisation-col-fields-of-action = Fields of action
organisation-col-version = Version
organisation-col-age-years = Age in years
organisation-col-window-years = Years since entry
organisation-col-absence-months = Months of absence
organisation-col-cases-per-full-post = Cases per full post
organisation-col-cases-per-full-post-soft = Cases per full post, hint from here
organisation-col-first-contact-d1 = First contact at D1, working days
organisation-col-first-contact-d2 = First contact at D2, working days
organisation-col-first-contact-d3 = First contact at D3, working days
organisation-col-first-contact-d4 = First contact at D4, working days
organisation-col-post-check = Check of responsibility, working days
organisation-col-valid-from = valid from
organisation-col-valid-until = valid until
organisation-yes = yes
organisation-no = no
organisation-holder = { $name } ({ $post })
