exchange-title = The plan as files
exchange-tab = Files
exchange-lede = A whole plan is downloaded, worked on in a spreadsheet, and comes back: nothing changes before you have read what would change.
exchange-out = Download
exchange-out-text = The workbook has one sheet for each kind of table: plan, tree, pilots, budget, milestones, indicators, targets, values. The JSON file says the same for programs.
exchange-xlsx = XLSX workbook
exchange-json = JSON file
exchange-in = Take a file in
exchange-in-text = The file says which plan it is about: a known plan is changed under the same rules as its pages, an unknown one is created. All of it is taken, or nothing.
exchange-file = File
exchange-file-hint = An XLSX workbook or a JSON file downloaded here, of 20 MB at most.
exchange-confirmed = I confirm the values outside what is plausible
exchange-confirmed-hint = Without this, they are refused with their row.
exchange-show = Show what would change
exchange-preview = What would change
exchange-apply = Take these changes
exchange-nothing = This file says exactly what is kept: there is nothing to change.
exchange-new = The plan “{ $name }” would be created: { $nodes } elements, { $milestones } milestones, { $indicators } indicators.
exchange-changes = { $count ->
    [0] Nothing would change in “{ $name }”.
    [one] One line would change in “{ $name }”.
   *[other] { $count } lines would change in “{ $name }”.
}
exchange-more = { $count ->
    [one] One more line is not shown.
   *[other] { $count } more lines are not shown.
}
exchange-place = { $sheet }, row { $row }
exchange-where = Where
exchange-what = What
exchange-details = Before, after
exchange-added = New line
exchange-removed = Line removed
exchange-changed = Changed
exchange-refused = The file is refused
exchange-refused-text = Nothing was changed. Mend all that follows, then send it again.
exchange-copy = Duplicate this plan
exchange-copy-text = The copy keeps the text, the people, the milestones on the days promised and the indicators with their targets; neither statuses, nor values, nor the budget.
exchange-id = Short name
exchange-id-hint = For the address: lower case, digits and hyphens.
exchange-name = Name of the plan
exchange-copy-of = Copy of { $name }
exchange-state = The copy is
exchange-template = a template, only to be copied
exchange-in-force = a plan in force
done-exchange-imported = The file is taken in.
done-exchange-duplicated = The copy is made.
