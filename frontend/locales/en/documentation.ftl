# Texts of the documentation.

note-add = Write a note
note-contact = What kind of contact?
note-text = What happened?
note-text-hint = What happened, what was agreed?
note-occurred-on = Day of the contact
note-minutes = Length in minutes
note-fields = Fields of action
note-confidential = confidential: only I read the text
note-more = more details
note-save = Save
note-cancel = Discard
note-discarded = The draft is discarded.
note-saved = The note is saved on this device.
note-draft-kept = The draft stays on this device until you save.
note-none = No entry yet.
note-none-hint = The first contact belongs here.
note-by = { $author }, { $when }
note-hidden = There is a confidential entry
note-minutes-long = { $minutes } minutes
note-corrects = corrects an earlier entry
note-corrected = was corrected
note-late = handed in late
note-accepted = accepted by { $name }, { $when }
