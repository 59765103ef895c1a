account-sign-in = Sign in
account-sign-in-lede = To find what awaits you, your bodies and your organisations. Public pages are read without an account.
account-sign-in-do = Sign in
account-sign-in-with = Sign in with { $provider }
account-email = E-mail address
account-email-hint = It will be used to sign in and to write to you.
account-password = Password
account-new-password = New password
account-current-password = Present password
account-password-rules = At least 12 characters, hard to guess. Four unrelated words in a row do well; neither capitals nor figures are required.
account-given-name = Given name
account-family-name = Family name
account-language = Language of letters
account-forgotten = Forgotten password
account-forgotten-lede = Give the address of your account: we will send a link there, valid for one hour, to choose another password.
account-forgotten-do = Receive a link
account-reset = Choose another password
account-reset-lede = All sessions opened with the old one will end.
account-reset-note = Account: { $email }
account-reset-do = Save this password
account-first = First visit
account-first-lede = You are opening this platform. This first account runs it: it invites people, names other administrators, reads the journal. It has no voice in any body.
account-first-do = Create the administrator’s account
account-invitation = Welcome
account-invitation-lede = Choose a password: your account will be ready and you will be signed in.
account-invitation-note = Account of { $name }, { $email }
account-invitation-do = Open my account
account-code-title = Second factor
account-code-lede = Your password is right. Now give the code shown by your telephone, or one of your recovery codes.
account-code = Code
account-code-hint = Six figures, or a recovery code such as abcd-efgh-jkmn-pqrs.
account-code-first = The six figures that the application shows now.
account-title = My account
account-sheet = Sheet in the directory
account-signs-in = You sign in with the address { $email }.
account-no-password = This account has no password: an identity provider vouches for you.
account-password-change = Change password
account-password-change-lede = Your other sessions will end; this one goes on.
account-email-change = Change address
account-email-change-lede = A link will be sent to the new address; it replaces the present one only once that link is followed.
account-email-new = New e-mail address
account-email-change-do = Receive the link
account-email-confirm = Confirm the new address
account-email-confirm-note = You will from now on sign in with { $email }.
account-email-confirm-do = Confirm this address
account-second-factor = Second factor
account-second-factor-lede = After the password, a code that your telephone renews every thirty seconds. A stolen password is then no longer enough.
account-second-factor-begin = Put the second factor in place
account-second-factor-on = in place
account-second-factor-remove = Remove the second factor
account-second-factor-remove-lede = Your password will be enough again, and your recovery codes will no longer serve.
account-second-factor-scan = 1. Add this platform to your application
account-second-factor-apps = Any application of one-time codes will do (FreeOTP, Aegis, that of your password manager). It needs no network.
account-second-factor-image = Image to scan with the application; the text below says the same.
account-second-factor-secret = Without a camera, type this key:
account-second-factor-confirm = 2. Check that it gives the right code
account-second-factor-do = Confirm
account-codes = Recovery codes
account-codes-lede = For the day your telephone is missing. Each one replaces the code once.
account-codes-once = They will never be shown again.
account-codes-keep = Print this page or copy them, and keep them elsewhere than in your telephone.
account-codes-done = I have put them away
account-codes-new = New recovery codes
account-codes-new-lede = Codes given before will no longer serve.
account-codes-new-do = Get ten codes
account-codes-left =
    { $count ->
        [0] No recovery code is left.
        [one] One recovery code is left.
       *[other] { $count } recovery codes are left.
    }
account-codes-few = Ask for new ones before you run out.
account-signed-out = You are signed out
account-signed-out-lede = Your session here has ended. You are still signed in at the identity provider that vouched for you: on a shared device, leave it as well.
account-signed-out-too = Leave the identity provider as well
account-signed-out-home = Back to the home page
account-linked = Linked identities
account-linked-lede = A linked identity lets you sign in without a password.
account-linked-yes = linked
account-link-do = Link { $provider }
account-sessions = Open sessions
account-sessions-lede = Where you are signed in. A session ends after twelve hours without use, and after thirty days at the latest.
account-device = Device
account-device-unknown = Unknown device
account-opened = Opened
account-used = Used
account-by = By
account-by-password = password
account-acr = level of assurance: { $told }
account-amr = means: { $told }
account-session-do = Action
account-session-here = this session
account-session-end = End
account-sessions-end = End all other sessions
account-close = Close my account
account-close-lede = Nobody will sign in with this account any more; its address and its secrets will be erased. Your sheet in the directory and what you did in bodies remain.
account-close-do = Close my account for good
account-administration = Administration
account-administration-lede = What runs the platform. Running it gives no voice in any body.
account-list = Accounts
account-list-lede = Who can sign in. A person of the directory needs no account to sit in a body.
account-list-none = No account answers this search. Invite somebody: they will choose their own password.
account-search = Name or address
account-filter = Show
account-count =
    { $count ->
        [0] No account
        [one] One account
       *[other] { $count } accounts
    }
account-name = Name
account-nameless = Erased person
account-state = State
account-state-invited = invited
account-state-active = active
account-state-closed = closed
account-roles = Roles on the platform
account-roles-do = Save the roles
account-role-administrator = Administrator
account-role-administrator-hint = Invites, names, reads the journal and the letters. Has no voice anywhere.
account-role-statistician = Statistician
account-role-statistician-hint = Loads and documents the figures of the observatory.
account-seen = Last sign-in
account-never = never
account-yes = yes
account-no = no
account-one = Account
account-created = Created
account-history = What happened to it
account-closed-lede = This account is closed. For this person to sign in again, invite them.
account-again = Send the invitation again
account-again-lede = The link sent before will no longer serve. The new one is valid for seven days.
account-close-other = Close this account
account-close-other-lede = The person will no longer be able to sign in and their sessions will end. Their sheet and mandates remain.
account-close-other-do = Close the account
account-invite = Invite somebody
account-invite-lede = They will receive a letter with a link, valid for seven days, to choose their password.
account-invite-do = Send the invitation
account-invite-email-hint = That of the person themselves: the account carries all their rights.
account-invite-email-sheet = That of their sheet. Only an administrator can invite at another address.
account-invite-person = You are inviting { $name }.
account-journal = Journal
account-journal-lede = Who did what, when, on whose behalf. Nothing is erased there: each entry carries the fingerprint of the one before.
account-journal-whole =
    { $count ->
        [0] The journal is empty.
        [one] The journal is whole: one entry, last fingerprint { $hash }.
       *[other] The journal is whole: { $count } entries, last fingerprint { $hash }.
    }
account-journal-broken = The journal was altered
account-journal-none = No entry meets these criteria.
account-journal-kind = Kind of object
account-journal-kind-hint = body, account, letter…
account-journal-object = Object
account-journal-person = Person
account-journal-action = Action
account-journal-action-hint = Whole or how it begins: session.
account-journal-from = From
account-journal-to = To
account-journal-seq = No.
account-journal-at = When
account-journal-who = Who
account-journal-bassin = The platform
account-journal-summary = Detail
account-journal-change = Fingerprints before, after, of the entry
account-journal-older = Older entries
account-journal-newest = The newest
account-letters = Letters
account-letters-lede = What the platform writes to people. A letter that does not leave is tried again later and later, then waits for somebody to see to it here.
account-letters-count =
    { $count ->
        [0] No letter
        [one] One letter
       *[other] { $count } letters
    }
account-letters-failed =
    { $count ->
        [one] One letter did not leave.
       *[other] { $count } letters did not leave.
    }
account-letters-none = No letter here. Invitations, convocations and reminders will show as soon as they are written.
account-letter-queued = Written
account-letter-to = To
account-letter-subject = Subject
account-letter-do = Action
account-letter-retry = Try again
account-letter-state-queued = waiting
account-letter-state-sent = sent
account-letter-state-failed = failed
account-letter-sent-at = on { $date }
account-letter-next =
    { $count ->
        [one] One attempt
       *[other] { $count } attempts
    }; next on { $date }
account-letter-attempts =
    { $count ->
        [one] after one attempt
       *[other] after { $count } attempts
    }
account-letter-hello = Dear { $name },
account-letter-end = This letter is sent by the Bassin platform, { $platform }. It calls for no answer.
account-letter-invitation-subject = Your account on the Bassin platform
account-letter-invitation-body =
    An account awaits you on the Bassin platform, where the territory’s skills policies are prepared and decided.
    
    To choose your password, follow this link, valid until { $until }:
    
    { $link }
    
    If you did not expect this invitation, do nothing: without this link, the account does not open.
account-letter-reset-subject = Choose another password
account-letter-reset-body =
    Somebody, probably you, asked to change the password of your account. Follow this link, valid until { $until }:
    
    { $link }
    
    If it was not you, do nothing: your password stays the same.
account-letter-changed-subject = Your password has changed
account-letter-changed-body =
    The password of your account has just changed, and the sessions opened elsewhere have ended.
    
    If it was not you, ask for another password at once:
    
    { $link }
account-letter-email-subject = Confirm your new address
account-letter-email-body =
    For your account to use this address from now on, follow this link, valid until { $until }:
    
    { $link }
    
    Otherwise nothing changes.
account-letter-email-asked-subject = A change of address was asked for
account-letter-email-asked-body =
    A new address was given for your account. It will replace this one only once confirmed.
    
    If it was not you, change your password and end your other sessions:
    
    { $link }
done-signed-out = You are signed out.
done-account-first = The platform is open. Begin by inviting those who will bring it to life.
done-account-ready = Your account is ready.
done-account-asked = If this address has an account, a letter has just been sent there. It may take a few minutes; look among unwanted mail as well.
done-account-password = Your password is changed. Sign in with the new one.
done-account-password-changed = Your password is changed, and your other sessions have ended.
done-account-email-asked = A link has just been sent to the new address. Follow it to confirm.
done-account-email-confirmed = The new address is confirmed.
done-account-session-ended = The session has ended.
done-account-sessions-ended = Your other sessions have ended.
done-account-second-factor = The second factor is in place.
done-account-second-factor-removed = The second factor is removed.
done-account-closed = The account is closed.
done-account-roles = The roles are saved.
done-account-invited = The invitation is sent.
done-account-letter-retried = The letter is at the head of the queue again.
