# Finding and recognising people, personal details.

## Reception and search
person-reception-title = Who is here?
person-search-title = Find a person
person-search-label = Find a person
person-search-hint = Name in any spelling, year of birth, case number
person-search-clear = Clear
person-search-searching = Searching …
person-search-hits = { $count ->
    [0] no matches
    [one] 1 match
   *[other] { $count } matches
}
person-search-more = There are more similar people. Another word or the year of birth will help.
person-search-none = Nobody found. Please also try another spelling, or the family name alone.
person-search-no-date = “{ $date }” is no day that has been. The search goes on without a birth. Please correct it here, or later in the form: it goes along as it is.
person-search-start = Type what you hear. The search finds other spellings as well.
person-search-packed = Without a network only those are searched whom this device knows, your cases that were not packed among them.
person-search-nowhere = Without a network and without cases on this device there is nothing to search. You can still take the person in; duplicates are reported after syncing.
person-search-failed = The search did not answer. What you typed is still here.
person-search-again = Search again
person-hits-label = Matches
person-hit-choose = This is the person
person-hit-responsible = responsible
person-hit-nobody = nobody responsible yet
person-hit-appointment = next appointment { $day }, { $time }
person-hit-no-appointment = no appointment made
person-hit-step = next step by { $day }
person-hit-step-past = next step was planned by { $day }
person-intake-none = intake not begun yet
person-intake-elsewhere = no case yet
person-intake-open = intake under way
person-intake-completed = intake still to be decided
person-intake-exception_asked = exception asked for
person-intake-exception_refused = exception refused
person-intake-admitted = admitted
person-intake-admitted-on = admitted on { $day }
person-intake-referred = referred
person-intake-referred-on = referred on { $day }
person-intake-counselled = counselled
person-intake-counselled-on = counselled on { $day }
person-hit-left = not packed: only the name is known here
person-hit-number = Case { $number }
person-hit-chosen = { $name } chosen
person-hit-spoken = Match { $place } of { $count }: { $name }
person-hit-call = Call: { $telephone }
person-hit-tell = Please direct to { $name } ({ $unit }), telephone { $telephone }.
person-hit-waiting = Admitted, but nobody is responsible yet. The coordinator will assign the case.
person-hit-intake-open = Open intake
person-blind-title = Possibly known to another body
person-blind-text = No insight from here. Ask the coordinator.
person-new = Take in a new person
person-new-allowed = possible, because a search was made
person-new-first = search first, then take in

## Dates with precision
person-born = born { $date }
person-date-unknown = birth unknown

## Sections and fields
person-section-names = Names
person-section-birth = Birth and origin
person-section-language = Languages
person-section-arrival = Entry and arrival
person-section-address = Housing
person-section-contact = How to reach
person-section-household = Household
person-family_name = Family name
person-family_name-hint = as in the document
person-given_name = Given name
person-given_name-hint = as in the document
person-birth_name = Name at birth
person-called = Goes by
person-spoken_name = Name as spoken
person-spoken_name-hint = as you hear it, without a document
person-original_script = Name in original script
person-original_script-hint = Arabic, Cyrillic or Ge’ez, for example
person-other_spellings = Other spellings
person-other_spellings-hint = from other papers, separated by semicolons
person-document_kind = Name read from
person-born-label = Birth
person-birth_country = Country of birth
person-sex = Sex
person-nationalities = Nationalities
person-nationalities-hint = stateless or unclear are answers too
person-nationalities-add = Add a nationality
person-nationalities-remove = Remove { $name }
person-languages = Languages
person-languages-add = Add a language
person-languages-remove = Remove { $name }
person-languages-first = First language
person-languages-reads = Reads { $name }?
person-needs_interpreter = Interpreter needed?
person-entered_germany = Entry to Germany
person-entered_germany-hint = not the move to Leverkusen
person-was-away = Lived abroad again for a longer time
person-left_germany = Departure after that
person-re_entered_germany = Latest entry
person-arrived_in_town = In Leverkusen since
person-housing = Kind of housing
person-place = Place, district part or shelter
person-place-hint = the way it is said, for example “Opladen”
person-street = Street and number
person-post_code = Post code
person-town = Town
person-care_of = Care of (c/o)
person-locked = Address locked
person-locked-hint = The district stays known; only the responsible worker sees the address. Reception then no longer finds the person.
person-locality-found = { $locality }, { $district }
person-locality-which = Which part of town?
person-locality-mean = Did you mean …?
person-locality-elsewhere = { $place } lies outside Leverkusen: refer to the integration centre there.
person-locality-unknown = This place is not in the directory. Please choose the part of town.
person-telephone = Telephone
person-email = Email
person-safe_way = Safe way to get in touch
person-safe_way-hint = How can we get in touch without doing harm?
person-contact-hint = What should we keep in mind?
person-household-add = Add a household member
person-household-remove = Remove entry
person-household-none = Nobody entered. If the person lives alone, this stays empty.
person-household-member = Household member { $number }
person-household-name = Name of the member
person-household-relation = Relation
person-household-born = Born
person-household-has_case = Case of their own?

## Answers
person-answer-yes = yes
person-answer-no = no
person-answer-open = not discussed

## Duplicates
person-duplicate-title = Perhaps already known
person-duplicate-text = Please check before there are two files.
person-duplicate-other = No, another person

## Taken in twice, linked, compared
person-doubles-title = { $count ->
    [one] Possibly taken in twice
   *[other] Possibly taken in twice: { $count } pairs
}
person-doubles-elsewhere = Possibly taken in by another body as well. Ask the coordination.
person-doubles-open = Look
person-linked-title = Linked: the same person
person-linked-elsewhere = Linked with a person at another body. No insight.
person-unlink = Take the link back
person-unlink-reason = Why are they two after all?
person-unlink-sent = Taken back, being sent.
person-hit-same-as = The same person as …?
person-compare = Compare
person-compare-with = Compare with another person
person-compare-with-lead = Search for the other person. Then both stand side by side.
person-compare-self = This is the same file. Please choose the other person.
person-compare-title = One person or two?
person-compare-lead = What agrees and what differs. Linking merges nothing and can be taken back.
person-compare-likely = All that is known speaks for it.
person-compare-possible = It may be. Please check, best with the person themselves.
person-compare-different = Name or birth speak against it.
person-compare-desk = Of the other person only name and birth can be seen here.
person-compare-unknown = not known
person-compare-hidden = not shown here
person-compare-question = The same person?
person-compare-reason = Why?
person-compare-reason-hint = for example: same telephone number, document seen, twins
person-compare-link = Link as the same person
person-compare-tell-apart = They are two people
person-compare-note = Both files stay as they are. Each shows the other as linked.
person-compare-linked = Linked as the same person
person-compare-linked-now = Linked.
person-compare-because = Reason: { $reason }
person-compare-undone = taken back at once
person-compare-apart = Recorded as two different people. Linking is still possible.
person-compare-sent = Kept on this device, being sent.
person-compare-cancel = Cancel
## The page of a person
person-page-title = Person and responsibility
person-page-nameless = Name not recorded yet
person-page-blind = There is nothing to see here under this address. Perhaps the person is known at another unit: please ask the coordinator. Counselling is possible without a look inside, on a contact slip.
person-page-case = Open the case
person-page-go-on = Go on with the intake
person-page-slip = Write a contact slip
person-page-slip-alone = Another unit is responsible: the slip stays without a person.
person-page-intake = The intake was begun and is not decided yet. Whoever takes the person in is responsible.
person-page-no-case = There is no case.
person-page-no-intake = The details are there already. The intake begins with the first entry.
person-page-begin = Begin the intake
person-page-last-intake = See the last intake
person-page-referred-to = To: { $office }.
person-hit-page = To the person

## Two entries for one field
disagreement-title = Two entries for one field
disagreement-lead = Two people filled in the same field differently. Until somebody chooses, what is there now holds. What is not chosen stays readable at the form.
disagreement-saw = Before, it said: { $value }
disagreement-current = what is there now
disagreement-mine = my entry
disagreement-theirs = the other entry
disagreement-by = { $what } · { $name }, { $when }
disagreement-at = { $what } · { $when }
disagreement-other = something else …
disagreement-other-label = { $field }: correct is
disagreement-empty = empty
disagreement-reads = reads: { $answer }
disagreement-decide = Record the choice
disagreement-done = The choice is recorded. What does not hold stays readable at the person’s form.
disagreement-history =
    { $count ->
        [one] Decided before: 1 entry
       *[other] Decided before: { $count } entries
    }
disagreement-decided = decided
disagreement-not-chosen = not chosen
person-ask = Ask
person-ask-say = Call the coordination. Tell them the person’s name, birth and concern, and the number at which the person can be reached.
person-ask-inquiry = If the person agrees, you can ask here whether another unit knows them:
person-ask-answer = They ask the units and may not say where somebody is known. The unit gets in touch with the person if they are on its books.
person-ask-nobody = Which office coordinates is not in the lists. Please ask your management.
person-page-who-edits = Details are changed by { $name }, telephone { $telephone }.
person-page-nobody-edits = Details are changed by whoever takes the case.
person-through = by the linked file { $number } of { $name }
person-locality-post-code = No part of town follows from a post code alone. Please choose the part of town or name the place.
