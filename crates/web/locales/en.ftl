# The frame of every page
skip = Skip to content
brand-line = Territories and their skills
menu = Menu
navigation = Main navigation
search = Search
search-hint = A municipality, a body, an action…
search-do = Search
you-are-here = You are here
languages = Languages
footer = Footer
footer-sources = Every figure carries its source, its date and its licence.
accessibility-short = Accessibility: partially compliant
notices = Notices and licence
glossary = Glossary
account = Your account
sign-in = Sign in
sign-out = Sign out
my-space = My space
my-account = My account:
error-title = To be corrected –{" "}

# Components shared by the rooms
unknown = unknown
range = { $lower } to { $upper }
chart-data = The data of this chart
map-data = The data of this map
map-unknown = unknown
map-zone = Zone
chart-period = Period
chart-item = Item
chart-value = Value
chart-cut = The vertical axis does not start at zero.
chart-interval = The light band and the thin strokes show the interval in which the true value lies: part of the data is masked at the source.
class-below = less than { $upper }
class-between = { $lower } to { $upper }
class-above = { $lower } and more
pager = Pages
pager-previous = Previous page
pager-next = Next page
pager-position = Page { $page } of { $pages }
sort-by = Sort by { $column }
sorted-ascending = (ascending)
sorted-descending = (descending)
errors-title = { $count ->
    [one] One correction is needed
   *[other] { $count } corrections are needed
 }
colon = :{" "}
field-required = (required)
field-choose = Choose…
picker-none = Nothing matches. Try other words.
cancel = Cancel
moment-late = late
moment-due = to come
seat-vacant = Vacant seat
unmet-title = What is still missing
confirm-what = What will happen
diff-legend = Between the two versions:
diff-added = text added
diff-removed = text removed
fictional-title = Exercise.
fictional-text = The people and the facts of this set are made up, for training.
filter-list = Filter the list
copy = Copy the address
copied = Address copied

# Failures
problem-what-happened = What happened
problem-what-to-do = What you can do
problem-back = Back to the home page
problem-search = Search
problem-request = Number of the request, to be quoted when writing to the administrator: { $id }
problem-unlisted = { $count ->
    [one] and { $count } more of the same kind.
   *[other] and { $count } more of the same kind.
 }
problem-suggestions = Did you mean:
problem-rule = Rule: { $source }
violation-row = row { $row }
violation-column = column “{ $column }”
violation-character = character { $position }
problem-malformed = Unreadable request
problem-malformed-what = The address or the form holds a value that cannot be read.
problem-malformed-todo = Check the address, or start again from the previous page.
problem-sign-in = Signing in is needed
problem-sign-in-what = This page or this action is for people who have signed in.
problem-sign-in-todo = Sign in, then try again.
problem-forbidden = Restricted access
problem-forbidden-what = This action is reserved to entitled people.
problem-forbidden-todo = Ask the administrator of this installation.
problem-not-found = Page not found
problem-not-found-what = There is nothing at this address.
problem-not-found-todo = The address may have been copied wrongly. Search finds territories, municipalities and indicators.
problem-method-not-allowed = Action not possible at this address
problem-method-not-allowed-what = This address exists, but it does not answer this kind of request.
problem-method-not-allowed-todo = Start again from the home page; programmers will find what each address accepts in the documentation of the API.
problem-conflict = Concurrent change
problem-conflict-what = Something changed in the meantime.
problem-conflict-todo = Reload the page, then try again.
problem-too-large = Too much was sent
problem-too-large-what = What was sent is larger than the bound.
problem-too-large-todo = Send something smaller, or in several parts.
problem-address-too-long = Address too long
problem-address-too-long-what = The address is longer than the bound.
problem-address-too-long-todo = Describe the perimeter by whole zones (a département, an employment zone) rather than municipality by municipality, or save it under a name.
problem-media-type = Unknown format
problem-media-type-what = The format of what was sent is not supported at this address.
problem-media-type-todo = The documentation of the API tells the accepted formats.
problem-invalid = Request to be corrected
problem-invalid-what = Some rules are not met.
problem-invalid-todo = Correct the points above, then try again: all of them are listed.
problem-internal = Error on our side
problem-internal-what = Bassin could not answer. Nothing was changed.
problem-internal-todo = Try again in a moment. If the error comes back, report it with the number of the request.
problem-unavailable = Service unavailable for the moment
problem-unavailable-what = Something this page needs does not answer.
problem-unavailable-todo = Try again in a few minutes.
problem-too-slow = Answer too slow
problem-too-slow-what = The answer needed more time than the limit.
problem-too-slow-todo = Try again with a smaller perimeter.

# Accessibility statement
accessibility = Accessibility statement
accessibility-lede = Bassin wants to be usable by all, by keyboard, with magnification, with a screen reader, on a telephone or on paper.
accessibility-state-title = Compliance status
accessibility-state = The portal is partially compliant with WCAG 2.2, level AA, and with the French reference RGAA 4.1. No independent audit has been made yet: full compliance is therefore not claimed.
accessibility-tests-title = How we check
accessibility-test-contrast = The contrasts of texts, in the light and dark themes, are computed at each test of the program.
accessibility-test-script = Pages work without JavaScript and hold no inline style or script.
accessibility-test-width = Pages are reviewed at 1,280 and 360 pixels wide, in light and in dark.
accessibility-test-charts = Each chart has a title, a description, a sentence that sums it up and the table of its data.
accessibility-gaps-title = What remains imperfect
accessibility-gap-audit = No check has yet been made by people who use a screen reader every day.
accessibility-gap-maps = Zones of maps open with a pointer; by keyboard, the list beside each map offers the same links.
accessibility-gap-files = Exported workbooks have not been assessed.
accessibility-contact-title = Report a difficulty
accessibility-contact = Write to the administrator of this installation with the address of the page. If you get no answer, you can turn to the Défenseur des droits in France, or to Unia in Belgium.

# Legal notices
notices-lede = What you may do with the portal and its figures.
notices-program-title = The program
notices-program = Bassin is free software, published under the European Union Public Licence (EUPL, version 1.2). Anyone may use, study, change and redistribute it.
notices-data-title = The data
notices-data = The data remain those of their producers. Each table names its source, its date and its licence; repeat that mention when you reuse a figure.
notices-privacy-title = Your privacy
notices-privacy = The portal uses no audience measurement and no outside service. A single cookie keeps the language, and only if you choose it.
notices-editor-title = The publisher
notices-editor = The organisation that runs this installation is its publisher and answers for its content.
glossary-lede = The words and acronyms used in the portal.

# API
api-title = Programming interface
api-lede = Everything the portal shows can be read by a program, without key or registration. Answers are JSON; errors follow RFC 9457.
api-document = The complete OpenAPI 3.1 document
api-parameters = Parameters
api-parameter = Name
api-place = Where
api-place-path = in the address
api-place-query = after “?”
api-place-header = in the header
api-place-cookie = in a cookie
api-type = Type
api-meaning = Meaning
api-required = required
api-example = Example
api-answers = Answers
api-status = Status
api-schemas = Structures
api-field = Field
api-problems = Errors
api-problems-lede = Each error has a type, a code for each rule that is not met and, when possible, suggestions.
api-empty = No address is published yet.
