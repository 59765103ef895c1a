person-kicker = Person
person-list-title = People
person-list-lede = Everybody in the directory, with or without an account. Only administrators see this list.
person-list-empty = The directory holds nobody yet. People enter it when they are added, appointed to a body or invited to open an account.
person-none-found = Nobody answers to these words.
person-filter-q = Name or expertise
person-name = Name
person-account = Account
person-count = { $count ->
    [one] { $shown } person
   *[other] { $shown } people
}
person-new = Add a person
person-edit-title = Edit the sheet of { $name }
person-lede = A family name is enough. A person needs no account. Only people who have signed in see this sheet.
person-field-given_name = Given name
person-field-family_name = Family name
person-field-email = E-mail
person-field-phone = Telephone
person-field-language = Language of messages
person-field-expertise = Field of expertise
person-hint-expertise = What a body may ask them about; leave empty otherwise.
person-fictional = invented person, for training
person-ties = Organisations
person-ties-none = This person is tied to no organisation. The referent of an organisation, or the administrator, ties them from its sheet.
person-corrections = Corrections this person proposed
person-erase = Remove from the directory
person-erase-title = Erase the name of { $name }?
person-erase-lede = The sheet cannot be deleted altogether, because acts hold it: { $reasons }. The name, e-mail, telephone and expertise are gone for ever, the account is closed and memberships end today. The acts stay, under “N. N.”: the history of a body is not erased.
person-erase-do = Erase the name for ever
person-delete-title = Delete the sheet of { $name }?
person-delete-lede = No mandate, signature or position holds it: the sheet, the memberships and the account, if any, are gone for ever.
person-delete-do = Delete for ever
person-merge-title = Merge another sheet into that of { $name }
person-merge-lede = The other sheet will lead to this one; its memberships are added here. The merge can be undone as long as this sheet has not changed.
person-merge-other = The other sheet
person-merge-do = Merge

done-person-added = The person is in the directory.
done-person-erased = The name is erased. The acts stay.
done-person-deleted = The person is no longer in the directory.
person-invite = Invite to open an account
