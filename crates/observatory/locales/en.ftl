# Values
value-interval = { $lower } to { $upper }
value-at-least = at least { $lower }
value-at-most = at most { $upper }
value-masked = { $share } of cells known by their bounds only
value-mostly = { $share } published
value-partial = { $count ->
    [one] { $known } of { $all } values
   *[other] { $known } of { $all } values
 }
change-since = since { $period }
change-points = { $amount } pt
against = { $territory }: { $value } (difference: { $amount } pt)
reason-not-loaded = dataset not imported
reason-no-period = no figure for this period
reason-other-scale = does not exist at this scale
reason-not-additive = does not add up
reason-not-published = not published here
reason-uneven-terms = published for other communes

# Themes
theme-population = Population
theme-employment = Employment
theme-labour-market = Labour market and unemployment
theme-enterprises = Enterprises and productive fabric
theme-training-provision = Training provision
theme-vocational-training = Vocational training, all routes
theme-entry-into-work = Entry into work
theme-guidance = Guidance
theme-skill-needs = Skill needs
theme-foresight = Foresight and economic change

# Portrait
portrait-kicker = Territory portrait
portrait-title = Portrait: { $label }
portrait-description = { $label }: population, employment, unemployment, training and skill needs, with their sources.
portrait-communes =
    { $count ->
        [one] { $shown } commune
       *[other] { $shown } communes
    }
portrait-population = { $count } inhabitants
portrait-population-partial = { $count } inhabitants, leaving out { $missing } communes whose population is not known here
portrait-population-unknown = population not known in the reference
portrait-edit = Change the perimeter
portrait-xlsx = Spreadsheet
portrait-csv = CSV
portrait-json = JSON
portrait-export = Export
portrait-headline = Key figures
portrait-contents = In this portrait
portrait-indicator = Indicator
portrait-period = Period
portrait-here = Here
portrait-change = Change
portrait-table = { $theme }: { $label } and comparison
portrait-explore = Explore
portrait-explore-label = Explore “{ $indicator }” zone by zone
portrait-breakdown = { $indicator }: the first { $count } of { $total }
portrait-member = Heading
portrait-gaps = What is not known here
portrait-gaps-intro = An unknown figure is never replaced by a zero or by an estimate.
portrait-gap-alternatives = Nearby territories for which these figures exist:
portrait-sources = Sources
portrait-source-line = { $producer }. Communes of vintage { $vintage }. { $licence }.
portrait-empty = This perimeter holds no commune. Change its expression to see figures.
portrait-nothing = No imported figure covers this territory. What is missing, and at which scale it exists, is told below. An administrator can import other datasets with the command “bassin import”.
portrait-expression = Perimeter
portrait-map = Map
portrait-map-list = The same figures, as a list

# Explore
explore-title = Explore an indicator
explore-heading = { $indicator }, by { $zoning }
explore-indicator = Indicator
explore-zoning = By
explore-perimeter = In the perimeter
explore-period = Period
explore-submit = Show
explore-zone = Zone
explore-code = Code
explore-communes = Communes
explore-rank = Rank
explore-value = Value
explore-partly = { $inside } of { $all } in the perimeter
explore-whole = Whole perimeter
explore-count =
    { $count ->
        [one] { $shown } zone
       *[other] { $shown } zones
    }
explore-none = No zone of this zoning touches this perimeter.
explore-csv = CSV

# Indicators
indicators-title = Indicators
indicators-intro = Every indicator is defined, computed and sourced in the same way on every page, in the API and in the exports.
indicator-formula = Computation
indicator-unit = Unit
indicator-periodicity = Periodicity
indicator-limits = Limits
indicator-direction = How to read it
indicator-direction-lower = a low value is more favourable
indicator-direction-higher = a high value is more favourable
indicator-direction-neutral = neither favourable nor unfavourable in itself
indicator-periods = Periods
indicator-scales = Scales of publication
indicator-source = Source
indicator-protection = Confidentiality
indicator-protection-open = Already public; cells masked by the source stay masked and give an interval.
indicator-explore = Explore by zone
indicator-not-loaded = The dataset of this indicator has not been imported yet.
formula-sum = Sum of: { $terms }
formula-ratio = { $per } × sum of ({ $of }) / sum of ({ $to })
formula-published = Value published by the producer: { $terms } (never aggregated)

# Datasets
datasets-title = Datasets
datasets-intro = What this portal can read, what has been imported, and where it comes from.
dataset-state = State
dataset-imported = imported
dataset-not-imported = to be imported
dataset-producer = Producer
dataset-licence = Licence
dataset-vintage = Vintage of the communes
dataset-file = Expected file
dataset-received = File received
dataset-measures = Measures
dataset-versions = Imported versions
dataset-version = Version
dataset-date = Imported on
dataset-rows = Rows
dataset-report = Findings at import
dataset-no-version = No version imported. Command: bassin import PATH
dataset-indicators = Indicators computed from this dataset
dataset-notes = To know
dataset-name = Dataset
chart-evolution = From { $first } ({ $start }) to { $last } ({ $end }).
map-partial = Map of { $drawn } of { $all } zones: the contours of the others have not been imported. The list shows them all.

# Handing over files
deposit-title = Hand over a file
deposit-intro = A file of figures, of zones or of contours is examined row by row; you read the report, then decide to import it.
deposit-file = File
deposit-file-hint = CSV, XLSX or GeoJSON, 2 GB at most. It is sent in pieces: if the sending is cut, choose the same file again and it goes on from there.
deposit-send = Send and examine
deposit-sending = Sending
deposit-waiting = The connection is cut. The sending will go on as soon as it is back.
deposit-resume = This file has not come entirely. Choose it again: what was already received is kept.
deposit-list = Your waiting files
deposit-name = File
deposit-state = State
deposit-actions = Actions
deposit-whole = { $size } MB received
deposit-partial = { $received } MB received of { $size }
deposit-remove = Give up
deposit-what-title = What can be handed over
deposit-what = The datasets described in the catalogue, known by their columns.
deposit-whole-or-nothing = A file is imported whole or not at all. Older versions stay; every import is written in the journal.
deposit-working = The file is being read.
deposit-working-part = The file is being read: { $part }.
deposit-working-text = This page updates by itself; you can also leave it and come back.
deposit-fit-title = The file can be imported.
deposit-fit-text = Read the report, then confirm: nothing is saved yet.
deposit-refused-title = The file is refused.
deposit-refused-text = Nothing is saved. Correct the points below in the file, then hand it over again.
deposit-imported-title = The file is imported.
deposit-imported-text = Portraits and indicators take it into account.
deposit-same-title = The file had been imported already.
deposit-same-text = Nothing has changed.
deposit-count = { $rows } rows, { $figures } figures.
deposit-import = Import the file
deposit-dataset = See the dataset
deposit-another = Hand over another file
deposit-report = Report
deposit-severity = Weight
deposit-place = Place
deposit-message = Finding
deposit-severity-error = error
deposit-severity-warning = to be checked
deposit-severity-info = for information
deposit-unlisted = { $count } more points of the same kind are not detailed.
done-file-imported = The file is imported: portraits and indicators take it into account.
done-file-same = This file had been imported already: nothing has changed.
done-deposit-removed = The sending is given up, and the file received is removed.
