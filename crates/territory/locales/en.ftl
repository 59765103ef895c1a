# Territories
nav-territories = Territories
territories-title = Territories
territories-intro = Communes, basins, employment zones, départements, regions of France and Belgium: choose a territory, or compose your own, and see it at once.
territories-regions = Regions and countries
territories-zonings = Zonings
territories-more = Other zonings (employment zones, living areas, employment basins…) are added by importing the files that describe them.
territories-zones =
    { $count ->
        [one] { $shown } zone
       *[other] { $shown } zones
    }
territories-communes =
    { $count ->
        [one] { $shown } commune
       *[other] { $shown } communes
    }
territories-population = { $count } inhabitants
territories-population-unknown = population not known here

# Zonings and zones
zoning-kicker = Zoning
zoning-name = Zoning
zoning-zones = Zones
zoning-vintage = Vintage
zoning-source = Source
zoning-to-verify = to be verified
zoning-filter = Search this list
zoning-filter-submit = Search
zoning-none = No zone matches.
zoning-all = See the whole list
zoning-lede = { $zones }, vintage { $vintage }.
zoning-source-line = { $source } Licence: { $licence }.
zoning-column-name = Name
zoning-column-code = Code
zoning-column-communes = Communes
zoning-column-population = Population
zone-expression = Perimeter
zone-portrait = See the portrait
zone-compose = Compose from this territory
zone-map = Map
zone-map-communes = The list of communes
zone-neighbours = Neighbouring territories
zone-neighbours-none = No neighbour among the territories whose contours are known.
zone-neighbours-unknown = Neighbours are read from the contours of communes, which have not been imported for this territory yet.
zone-column-postal = Postal codes
zone-reliability = Reliability of the composition
commune-kicker = Commune
commune-code = { $country } code
commune-postal = Postal codes

# Composer
compose-kicker = Perimeter
compose-title = Compose a perimeter
compose-intro = Gather, remove or intersect territories of France and Belgium. The result has a stable address that you can share.
compose-label = Your perimeter
compose-help = Examples: departement:67 + departement:68 - commune:FR-67482 · "Bas-Rhin" & region:44 · a list of codes pasted from a spreadsheet. “+” gathers, “-” removes, “&” keeps the common part.
compose-submit = Show the perimeter
compose-portrait = See the portrait
compose-search = Add a commune or a zone
compose-found = Results
compose-not-found = No commune or zone has this name.
compose-add = Add
compose-remove = Remove
compose-errors = The perimeter cannot be read. Nothing was lost: correct it below.
compose-suggestions = Try:
compose-canonical = Canonical form
compose-parts = This perimeter gathers
compose-map = Choose on the map
compose-map-help = Click a territory to add it to the perimeter or take it out.
compose-empty = This perimeter holds no commune.
compose-map-outside = outside the perimeter
compose-map-partly = partly inside
compose-map-inside = inside the perimeter
compose-map-add = Add { $name }
compose-map-remove = Remove { $name }

# Saved perimeters
perimeters-title = Saved perimeters
perimeters-empty = No saved perimeter. An administrator can name one with the command “bassin perimeter save NAME EXPRESSION”.
perimeters-own = My perimeters
perimeters-own-intro = The territories that you have saved. You decide who sees them.
perimeters-own-new = Compose a perimeter
perimeters-own-none = You have saved no perimeter.
perimeters-own-first = A perimeter is a set of municipalities that you choose: a basin, a project, a recruitment area. Compose it, then save it under a name to come back to it.
perimeter-save = Save this perimeter
perimeter-submit = Save
perimeter-name = Name
perimeter-name-hint = Under a name that you have given already, a new version is added to those before.
perimeter-sharing = Sharing
perimeter-sharing-private = private
perimeter-sharing-private-hint = You alone see it.
perimeter-sharing-link = by link
perimeter-sharing-link-hint = Anybody whom you give the address sees it; it is in no list.
perimeter-sharing-public = public
perimeter-sharing-public-hint = It is in the list of perimeters, for everybody.
perimeter-saved-on = Saved on
perimeter-actions = Actions
perimeter-edit = Rename or share
perimeter-edit-title = Rename or share “{ $name }”
perimeter-delete = Delete
perimeter-delete-title = Delete “{ $name }”?
perimeter-delete-address = Its address will lead nowhere, for you and for those you gave it to.
perimeter-delete-journal = The journal of the platform keeps what it was last made of.
done-perimeter-saved = The perimeter is saved.
done-perimeter-edited = The perimeter is changed.
done-perimeter-deleted = The perimeter is deleted.
perimeter-versions = Versions
perimeter-version = Version { $number }, { $date }:
