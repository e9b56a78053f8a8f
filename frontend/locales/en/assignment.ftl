# Responsibility: proposal and confirmation.

assignment-title = Who takes the case?
assignment-district = By the address: { $district }.
assignment-no-district = No district known: every post can be chosen.
assignment-failed = No proposal can be had at the moment. The case stands with the coordinator and will not be lost.
assignment-again = Work out the proposal again
assignment-load = { $load } of { $capacity } cases
assignment-suggested = Proposal
assignment-not-possible = not possible at the moment
assignment-confirm = Assign to { $name }
assignment-pool = Leave to the coordinator
assignment-none = No post is free. The case stands with the coordinator.
assignment-none-here = No post of the district is free. Another one can be chosen with a reason.
assignment-choose = Without a district there is no proposal. Please choose.
assignment-take-own = Take it myself
assignment-offline = Without a network there is no proposal. The case goes to you; the coordinator can assign it differently later.
assignment-done = Responsible: { $name }
assignment-done-device = To be responsible: { $name }
assignment-done-telephone = Telephone { $telephone }
assignment-done-first = First contact by { $day }
assignment-done-kept = on this device, not confirmed yet
assignment-done-confirmed = confirmed { $time }
assignment-done-note = Please give the person this name and telephone number.
assignment-done-refused = The assignment was not accepted. The case stands with the coordinator.
pool-lead = Cases that nobody is responsible for yet. The oldest stands on top.
pool-none = Nobody is waiting: every open case has somebody.
pool-no-district = no district
pool-assign = Assign
pool-assigned = { $number } is assigned to { $name }.
pool-assign-waits = { $number } will be assigned to { $name } as soon as there is a network.
pool-assign-refused = { $number } was not assigned. The reason stands under “To settle”.
pool-under-way = assignment is being sent
pool-leave = Leave in the pool
pool-assign-case = Assign { $number }
assignment-with-reason = only with a reason
assignment-because = Why not the first proposal?
assignment-because-outside = This post does not have the district. The reason stands in the file of the case later.
assignment-because-inside = The reason stands in the file of the case later.
assignment-reason = More in words
assignment-reason-hint = optional, in one line
choice-language = shared language
choice-household = already has somebody of the household
choice-conflict = conflict of interest of the district's post
choice-client_choice = the person's wish
choice-on_site = took the person in on the spot
pool-check = Check who is responsible
pool-check-lead = The person moved to another district. The case stays where it is unless somebody decides otherwise.
choice-moved = moved to another district
choice-load = to relieve a full post
choice-absence = long absence, or somebody new on the post

## Who has which case, and handing it over
responsibilities-lead = Who has how many open cases. No names of clients stand here.
responsibilities-number = Case by number
responsibilities-number-hint = for example LEV-2026-0173
responsibilities-number-open = Open
responsibilities-number-none = No open case that you may see has this number.
responsibilities-vacant = Post is vacant
responsibilities-cases = Show cases
responsibilities-cases-of = Show cases: { $name }
responsibilities-open = Who is responsible
responsibilities-cut = { $shown } of { $total } shown. The others open by their number.
responsibility-title = Who is responsible
responsibility-back = All posts
responsibility-not-here = Only the coordinator passes on a case that has somebody.
responsibility-history-none = Nobody has had this case yet.
handover-begin = Hand the case over
handover-title = Who takes the case over?
handover-agreed = A change needs the person’s agreement, best after a talk of all three. Until it is confirmed, whoever is responsible now stays responsible.
handover-current = has the case
handover-because = Why is it handed over?
handover-because-hint = Whoever gives the case away and whoever takes it over read this reason.
handover-none = No other post is proposed for the district. The others can be chosen all the same.
handover-confirm = Hand over to { $name }
handover-leave = Do not hand over
handover-done = Handed over. { $name } sees the case on top of “Today”; whoever gave it away reads the reason there.
handover-sent = Put away on this device, being sent.
handed-over-title = Cases handed over
handed-over-to = now with { $name }, telephone { $telephone }
handed-over-pool = now with the coordinator
handed-over-because = Reason: { $reason }

## Absence and deputy
away-until = away until { $until }
away-open = away, return not yet known
away-from = away from { $from }
away-from-until = away from { $from } until { $until }
away-deputy = deputy: { $name }, { $telephone }
away-deputy-post = deputy: { $post }, vacant at present
away-nobody = no deputy named yet

## What a legal body carries, for its head
body-lead = Load, absences and cases that somebody should look after. Names of clients do not stand here, but for files that you opened to check them.
body-posts = Posts
body-posts-none = Your body has no post in case management at present.
body-post-cases =
    { $count ->
        [0] all on schedule
        [one] 1 case to look at
       *[other] { $count } cases to look at
    }
body-cases = Somebody should look at these
body-cases-aside = The most urgent stands on top.
body-cases-none = Nothing was left lying: every case has somebody and a next date.
body-cases-cut = The first { $count } cases. There are more.
body-intakes = Intakes that are not decided yet
body-intakes-none = All intakes of your body are decided.
body-intakes-of =
    { $count ->
        [one] 1 intake, begun on { $day }
       *[other] { $count } intakes, the oldest from { $day }
    }
body-back = Back to “My body”
warning-nobody = Nobody has been responsible since { $day }.
warning-overdue = The next date was on { $day }.
warning-not_opened = Assigned on { $day }, not opened yet.
warning-no_next_date = No next date.
warning-check_post = After the move somebody should have looked until { $day } whether the case stays.
