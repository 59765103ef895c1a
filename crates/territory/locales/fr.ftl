# Territories
nav-territories = Territoires
territories-title = Territoires
territories-intro = Communes, bassins, zones d’emploi, départements, régions de France et de Belgique : choisissez un territoire, ou composez le vôtre, et voyez-le aussitôt.
territories-regions = Régions et pays
territories-zonings = Découpages
territories-more = D’autres découpages (zones d’emploi, bassins de vie, bassins d’emploi…) s’ajoutent en important les fichiers qui les décrivent.
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
territories-population = { $count } habitants
territories-population-unknown = population non connue ici

# Zonings and zones
zoning-kicker = Découpage
zoning-name = Découpage
zoning-zones = Zones
zoning-vintage = Millésime
zoning-source = Source
zoning-to-verify = à vérifier
zoning-filter = Chercher dans la liste
zoning-filter-submit = Chercher
zoning-none = Aucune zone ne correspond.
zoning-all = Voir toute la liste
zoning-lede = { $zones }, au millésime { $vintage }.
zoning-source-line = { $source } Licence : { $licence }.
zoning-column-name = Nom
zoning-column-code = Code
zoning-column-communes = Communes
zoning-column-population = Population
zone-expression = Périmètre
zone-portrait = Voir le portrait
zone-compose = Composer à partir de ce territoire
zone-map = Carte
zone-map-communes = La liste des communes
zone-neighbours = Territoires voisins
zone-neighbours-none = Aucun voisin parmi les territoires dont les contours sont connus.
zone-neighbours-unknown = Les voisins se lisent sur les contours des communes, qui n’ont pas encore été importés pour ce territoire.
zone-column-postal = Codes postaux
zone-reliability = Fiabilité de la composition
commune-kicker = Commune
commune-code = Code { $country }
commune-postal = Codes postaux

# Composer
compose-kicker = Périmètre
compose-title = Composer un périmètre
compose-intro = Réunissez, retirez ou croisez des territoires de France et de Belgique. Le résultat a une adresse stable que vous pouvez partager.
compose-label = Votre périmètre
compose-help = Exemples : departement:67 + departement:68 - commune:FR-67482 · "Bas-Rhin" & region:44 · une liste de codes collée depuis un tableur. « + » réunit, « - » retire, « & » garde la partie commune.
compose-submit = Afficher le périmètre
compose-portrait = Voir le portrait
compose-search = Ajouter une commune ou une zone
compose-found = Résultats
compose-not-found = Aucune commune ni zone de ce nom.
compose-add = Ajouter
compose-remove = Retirer
compose-errors = Le périmètre ne peut pas être lu. Rien n’a été perdu : corrigez-le ci-dessous.
compose-suggestions = Essayez :
compose-canonical = Écriture canonique
compose-parts = Ce périmètre réunit
compose-map = Choisir sur la carte
compose-map-help = Cliquez sur un territoire pour l’ajouter au périmètre ou l’en retirer.
compose-empty = Ce périmètre ne contient aucune commune.
compose-map-outside = hors du périmètre
compose-map-partly = en partie dans le périmètre
compose-map-inside = dans le périmètre
compose-map-add = Ajouter { $name }
compose-map-remove = Retirer { $name }

# Saved perimeters
perimeters-title = Périmètres enregistrés
perimeters-empty = Aucun périmètre enregistré. Un administrateur peut en nommer un avec la commande « bassin perimeter save NOM EXPRESSION ».
perimeters-own = Mes périmètres
perimeters-own-intro = Les territoires que vous avez enregistrés. Vous décidez qui les voit.
perimeters-own-new = Composer un périmètre
perimeters-own-none = Vous n’avez enregistré aucun périmètre.
perimeters-own-first = Un périmètre est un ensemble de communes que vous choisissez : un bassin, un projet, une zone de recrutement. Composez-le, puis enregistrez-le sous un nom pour y revenir.
perimeter-save = Enregistrer ce périmètre
perimeter-submit = Enregistrer
perimeter-name = Nom
perimeter-name-hint = Sous un nom que vous avez déjà donné, une nouvelle version s’ajoute aux précédentes.
perimeter-sharing = Partage
perimeter-sharing-private = privé
perimeter-sharing-private-hint = Vous seul le voyez.
perimeter-sharing-link = par lien
perimeter-sharing-link-hint = Toute personne à qui vous donnez l’adresse le voit ; il n’est dans aucune liste.
perimeter-sharing-public = public
perimeter-sharing-public-hint = Il est dans la liste des périmètres, pour tout le monde.
perimeter-saved-on = Enregistré le
perimeter-actions = Actions
perimeter-edit = Renommer ou partager
perimeter-edit-title = Renommer ou partager « { $name } »
perimeter-delete = Supprimer
perimeter-delete-title = Supprimer « { $name } » ?
perimeter-delete-address = Son adresse ne mènera plus à rien, ni pour vous ni pour les personnes à qui vous l’avez donnée.
perimeter-delete-journal = Le journal de la plateforme garde sa dernière composition.
done-perimeter-saved = Le périmètre est enregistré.
done-perimeter-edited = Le périmètre est modifié.
done-perimeter-deleted = Le périmètre est supprimé.
perimeter-versions = Versions
perimeter-version = Version { $number }, { $date } :
