# Command line
cli-heading-usage = Usage:
cli-heading-commands = Commands
cli-heading-arguments = Arguments
cli-heading-options = Options
cli-heading-general = General options
cli-about = Bassin: observe a territory, decide together, pool, train, guide, give account.
    Without a command, bassin opens the portal (like “bassin serve”).
cli-help = Shows this manual
cli-version = Shows the version
cli-data = Data directory, created if needed (./bassin-data by default; variable BASSIN_DATA)
cli-database = PostgreSQL database, instead of the SQLite store of the data directory (variable DATABASE_URL)
cli-lang = Language: fr or en (by default, that of LANG)
cli-json = Writes the result as JSON
cli-limit = Number of entries at most (50 by default)
cli-after = 
    First steps
      bassin                                       opens the portal at http://127.0.0.1:8080
      bassin portrait departement:67               portrait of a département in the terminal
      bassin import ../my-files                    imports every file of a folder that is recognised

    Exit status
      0  all went well
      1  the request or a file breaks a rule; nothing was changed
      2  the surroundings or the command line are at fault: port taken, directory, store, option
cli-serve = Opens the portal and the API
cli-listen = Address to listen on (127.0.0.1:8080 by default; variable BASSIN_LISTEN)
cli-metrics = Address of the Prometheus metrics, at /metrics (none by default; variable BASSIN_METRICS)
cli-log = Technical log as text or JSON (text by default; variable BASSIN_LOG)
cli-import = Imports files: zonings, history of communes, contours, datasets
cli-import-path = Files or folders to import
cli-import-check = Checks the files and records nothing
cli-import-after = 
    Each file is recognised by its content, checked in full, then recorded or refused as a whole.
    Importing the same file again changes nothing; a newer file becomes a new version.
cli-portrait = Draws the portrait of a perimeter
cli-expression = Perimeter: departement:67 + zone-emploi:4406 - commune:FR-67482, pasted codes, quoted names
cli-portrait-theme = Only this theme: population, employment, labour-market, skill-needs…
cli-portrait-format = Form of the result: table (default), json, csv or xlsx
cli-portrait-after = 
    Examples
      bassin portrait departement:08 + province:80000
      bassin portrait 'region:"Grand Est" - departement:67' --format csv > portrait.csv
cli-perimeter = Shows, saves or deletes perimeters
cli-perimeter-show = Shows the communes of a perimeter and its canonical form
cli-perimeter-save = Saves a perimeter under a name, or a new version of it
cli-perimeter-list = Lists the saved perimeters
cli-perimeter-delete = Deletes a saved perimeter (its versions stay in the journal)
cli-perimeter-name = Name of the perimeter
cli-statutes = Checks or lists statutes: who sits, for how long, how it decides
cli-statutes-check = Checks statute files without saving anything
cli-statutes-file = TOML files to check
cli-statutes-after = 
    All that is wrong is told at once, with the line and what would be accepted.
    A file that was checked goes into the folder “statutes” of the data directory; it is read at start.
cli-statutes-list = Lists the statutes of the installation
cli-demonstration = Loads or removes the demonstration bodies, taken from the policy documents
cli-demonstration-load = Loads those that are missing (they load by themselves when the portal first opens)
cli-demonstration-fictional = Rather a pole’s life made up for training, told on every page
cli-demonstration-remove = Removes them all; what people did there is never removed
cli-doctor = Checks the installation: directory, store, journal, cube, files
cli-backup = Saves the store and the files into an archive, whether the portal is open or not
cli-backup-file = Archive to write (.tar.gz)
cli-restore = Restores an archive into an empty data directory
cli-restore-file = Archive to read (.tar.gz)
cli-journal = Reads the journal of what was written
cli-journal-verify = Verifies the chain of the journal: no entry altered, removed or added
cli-journal-list = Lists the latest entries
cli-account = Manages accounts
cli-account-link = Shows a new link to create the first administrator’s account
cli-account-first =
    First visit: create the administrator’s account (the link works once, for a day)
    { $link }
cli-account-none = The platform has an administrator already: they invite, at the page /administration/comptes.
cli-account-rescue = Shows a link with which an administrator who is locked out chooses another password
cli-account-email = Address with which this administrator signs in
cli-account-second-factor = Also lifts their second factor, when it is lost, and closes their sessions
cli-account-rescue-after = The link works once, for an hour. The journal keeps who asked for it.
cli-account-rescued =
    Choose another password (the link works once, for an hour)
    { $link }
cli-account-lifted =
    Second factor lifted, sessions closed. Choose another password (the link works once, for an hour)
    { $link }

# Terminal
cli-ready = Bassin is open: { $address } (Ctrl-C to stop)
cli-stopped = Bassin has stopped.
cli-more = … and { $count } more.
cli-row = row { $row }
cli-column = column { $column }
cli-suggestions = Try: { $list }
cli-import-nothing = No file to import there.
cli-import-done = { $file }: imported ({ $what }).
cli-import-same = { $file }: already imported, nothing to do.
cli-import-checked = { $file }: checked, nothing stands in the way ({ $what }).
cli-import-refused = { $file }: refused, nothing was recorded.
cli-import-what = { $dataset }, { $rows } rows, { $figures } figures
cli-import-unknown = { $file }: not recognised, left aside.
cli-import-summary = { $imported } imported, { $same } already there, { $refused } refused, { $unknown } not recognised.
cli-error = error
cli-warning = warning
cli-info = information
cli-portrait-gaps = What is not known here:
cli-portrait-sources = Sources:
cli-perimeter-saved = Perimeter “{ $name }” saved, version { $version }: { $expression }
cli-perimeter-same = Perimeter “{ $name }” unchanged, version { $version }.
cli-perimeter-deleted = Perimeter “{ $name }” deleted.
cli-perimeter-none = No saved perimeter.
cli-statutes-good = { $name } ({ $id }, version { $version }): nothing to mend.
cli-demonstration-loaded = { $count ->
    [0] Nothing to load: the demonstration is already there.
    [one] One demonstration body loaded.
   *[other] { $count } demonstration bodies loaded.
 }
cli-demonstration-made-up = { $count ->
    [one] One fictional body is in place
   *[other] { $count } fictional bodies are in place
 }; every page says so.
cli-demonstration-removed = { $count ->
    [0] Nothing to remove: the demonstration is not there.
    [one] One demonstration body removed.
   *[other] { $count } demonstration bodies removed.
 }
cli-backup-done = Backup written: { $file }
cli-backup-key = Also puts the key secret.key in the archive: whoever reads it can then read second factors
cli-backup-key-within = The key secret.key is in the archive: keep the archive as a secret.
cli-backup-key-apart = The key secret.key is not in it: keep a copy apart. Without it, second factors do not open any more.
cli-restore-done = Backup restored into { $data }.
cli-journal-whole = The journal is whole: { $entries } entries, last hash { $last }.
cli-doctor-ok = good
cli-doctor-bad = to mend
cli-doctor-data = Data directory
cli-doctor-store = Store
cli-doctor-journal = Journal
cli-doctor-reference = Reference of communes
cli-doctor-zonings = Zonings
cli-doctor-contours = Contours
cli-doctor-datasets = Imported datasets
cli-doctor-cube = Cube
cli-doctor-key = Key
cli-doctor-key-unused = nothing is encrypted yet
cli-doctor-key-fits = opens what the store keeps encrypted
cli-doctor-key-missing = secret.key is missing, and the store keeps encrypted second factors: put back the copy kept apart
cli-doctor-key-other = this is not the key of this store: put back the right one, or lift second factors (bassin account rescue)

# Home and search
home-title = Home
home-heading = A territory’s needs, skills and training, in one place.
home-lede = Observe a territory, decide together, follow what was promised. Search for a commune, a body, an action, an organisation.
home-search = Search for a territory, a body, an action, an organisation, an indicator
home-placeholder = Strasbourg, pole, guidance…
home-communes = communes of France and Belgium, and any perimeter among them
home-bodies = poles and bodies, with what their texts provide for
home-actions = actions of the regional plan, as signed
home-indicators = indicators, defined and sourced
home-rooms = What you will find here
home-territories-title = Territories
home-territories-text = The portrait in figures of a commune, a basin, a region or any set of communes, each figure with its source.
home-bodies-room-title = Poles and bodies
home-bodies-room-text = Who sits, for how long, under which text; what was decided, and how.
home-plan-title = Action plan
home-plan-text = What the Region, the State and their partners undertook to do, action by action.
home-practices-title = Projects and practices
home-practices-text = The projects that poles carry, from idea to results, and the practices and tools they share.
home-practices-inventory = Inventory of practices
home-directory-title = Organisations
home-directory-text = Schools, training centres, employment operators, companies, public services: one sheet each, kept by the organisation itself.
home-directory-count = { $count ->
    [0] The directory is still empty
    [one] { $shown } organisation
   *[other] { $shown } organisations
}
home-data-title = Data
home-data-text = Where figures come from, what they measure, and how to take them into a spreadsheet or a program.
home-data-api = Interface for programs
home-try = Try:
home-example-1 = Ardennes + province of Luxembourg
home-example-2 = Bas-Rhin
home-example-3 = Grand Est
home-import = No statistical file by commune has been imported yet: portraits show what comes with Bassin. To import open data:
home-explore = Explore an indicator
home-all-indicators = All indicators
search-title = Search
search-empty = Type the name of a commune, a basin, a region, a body, an organisation, an Insee or postal code, or a word of an action or an indicator.
search-found = What was found
search-actions = Actions of the plan
search-all = { $count ->
   *[other] All { $shown } answers
}
search-none = Nothing matches. Check the spelling, try a shorter name or a postal code.
search-sheet = Sheet
footer-api = API
cli-plan = Exports or imports a whole plan
cli-plan-export = Writes a plan to an XLSX workbook, or as JSON when the file’s name ends in .json
cli-plan-import = Takes a plan in from a file: all of it, or nothing
cli-plan-name = The short name of the plan, as in its address
cli-plan-file = The file
cli-plan-preview = Shows what would change, without changing anything
cli-plan-confirm = Confirms the values outside what is plausible
cli-plan-exported = Plan written to { $name }
cli-plan-would = { $new ->
    [1] The plan { $name } would be created
   *[0] { $count ->
        [0] Nothing would change in the plan { $name }
        [one] One line would change in the plan { $name }
       *[other] { $count } lines would change in the plan { $name }
    }
}
cli-plan-imported = { $new ->
    [1] The plan { $name } is created
   *[0] { $count ->
        [0] Nothing to change in the plan { $name }
        [one] One line changed in the plan { $name }
       *[other] { $count } lines changed in the plan { $name }
    }
}

space-title = My space
space-lede =
    { $count ->
        [0] Nothing awaits you today.
        [one] One thing awaits you{ $late ->
            [0] .
           *[other] , and it is late.
        }
       *[other] { $count } things await you{ $late ->
            [0] .
            [one] , one of which is late.
           *[other] , { $late } of which are late.
        }
    }
space-tasks = What awaits you, by date
space-tasks-none = Nothing to do for now. Here you will find, by date, positions to take, convocations to answer, minutes to approve, opinions to give, conventions to sign; and, in action plans, milestones late or due soon of the actions you pilot, collections and recommendations that await an answer, reports submitted to your bodies.
space-late = late
space-colon = { ": " }
space-undated = no date
space-task-position = Position to take
space-task-convocation = Convocation not answered
space-task-minutes-write = Minutes to write
space-task-minutes-approve = Minutes to approve
space-task-transmission = Transmission to deal with
space-task-opinion = Opinion to give
space-task-follow-up = Follow-up of an opinion to tell
space-task-signature = Convention to sign
space-task-obligation = Obligation to meet
space-task-expiry = Convention about to end
space-task-approval = Project to pronounce on
space-task-alert = To watch
space-plan-request = Collection to answer
space-plan-milestone = Milestone of an action to finish
space-plan-end = Action past its planned end
space-plan-recommendation = Recommendation to answer
space-plan-promise = Recommendation to carry out
space-plan-report = Report submitted to your body
space-feed-name = My calendar
space-meetings = My next meetings
space-meetings-none = You are convened to no meeting to come.
space-seats = My bodies
space-seats-caption = The seats you hold today
space-seats-none = You hold no seat today.
space-seats-see = See poles and bodies
space-body = Body
space-function = Function
space-until = Until
space-organisations = My organisations
space-organisations-none = You belong to no organisation.
space-organisations-see = See organisations
space-referent = referent
space-mine = My actions in the plans
