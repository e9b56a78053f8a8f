# Responsibility: proposal and confirmation.

assignment-title = Who takes the case?
assignment-district = { $district } decides who is responsible.
assignment-no-district = No district known: every post can be chosen.
assignment-failed = No proposal can be had at the moment. The case stands with the coordinator and will not be lost.
assignment-again = Work out the proposal again
assignment-load = { $load } of { $capacity } cases
assignment-suggested = Proposal
assignment-not-possible = not possible at the moment
assignment-reason = Why not the first proposal?
assignment-reason-hint = for example the person’s wish, a shared language, a conflict of interest
assignment-confirm = Assign to { $name }
assignment-pool = Leave to the coordinator
assignment-none = No post is free. The case stands with the coordinator.
assignment-take-own = Take it myself
assignment-offline = Without a network there is no proposal. The case goes to you; the coordinator can assign it differently later.
assignment-done = Responsible: { $name }
assignment-done-device = To be responsible: { $name }
assignment-done-unit = Unit: { $unit }
assignment-done-telephone = Telephone { $telephone }
assignment-done-first = First contact by { $day }
assignment-done-kept = on this device, not confirmed yet
assignment-done-confirmed = confirmed { $time }
assignment-done-note = Please give the person this name and telephone number.
assignment-done-refused = The assignment was not accepted. The case stands with the coordinator.
