# Values
value-interval = { $lower } à { $upper }
value-at-least = au moins { $lower }
value-at-most = au plus { $upper }
value-masked = { $share } des cellules connues par leurs bornes seulement
value-mostly = publié à { $share }
value-partial = { $count ->
    [one] { $known } valeur sur { $all }
   *[other] { $known } valeurs sur { $all }
 }
change-since = depuis { $period }
change-points = { $amount } pt
against = { $territory } : { $value } (écart : { $amount } pt)
reason-not-loaded = jeu de données non importé
reason-no-period = aucun chiffre pour cette période
reason-other-scale = n’existe pas à cette échelle
reason-not-additive = ne s’additionne pas
reason-not-published = non publié ici
reason-uneven-terms = publié pour d’autres communes

# Themes
theme-population = Population
theme-employment = Emploi
theme-labour-market = Marché du travail et chômage
theme-enterprises = Entreprises et tissu productif
theme-training-provision = Offre de formation
theme-vocational-training = Formation professionnelle, toutes voies
theme-entry-into-work = Insertion professionnelle
theme-guidance = Orientation
theme-skill-needs = Besoins en compétences
theme-foresight = Prospective et mutations économiques

# Portrait
portrait-kicker = Portrait de territoire
portrait-title = Portrait : { $label }
portrait-description = { $label } : population, emploi, chômage, formation et besoins en compétences, avec leurs sources.
portrait-communes =
    { $count ->
        [one] { $shown } commune
       *[other] { $shown } communes
    }
portrait-population = { $count } habitants
portrait-population-partial = { $count } habitants, hors { $missing } communes dont la population n’est pas connue ici
portrait-population-unknown = population non connue dans le référentiel
portrait-edit = Modifier le périmètre
portrait-xlsx = Tableur
portrait-csv = CSV
portrait-json = JSON
portrait-export = Exporter
portrait-headline = Chiffres clés
portrait-contents = Dans ce portrait
portrait-indicator = Indicateur
portrait-period = Période
portrait-here = Ici
portrait-change = Évolution
portrait-table = { $theme } : { $label } et comparaison
portrait-explore = Explorer
portrait-explore-label = Explorer « { $indicator } » zone par zone
portrait-breakdown = { $indicator } : les { $count } premiers sur { $total }
portrait-member = Intitulé
portrait-gaps = Ce que l’on ne sait pas ici
portrait-gaps-intro = Un chiffre inconnu n’est jamais remplacé par un zéro ni par une estimation.
portrait-gap-alternatives = Territoires voisins pour lesquels ces chiffres existent :
portrait-sources = Sources
portrait-source-line = { $producer }. Communes au millésime { $vintage }. { $licence }.
portrait-empty = Ce périmètre ne contient aucune commune. Modifiez son expression pour voir des chiffres.
portrait-nothing = Aucun chiffre importé ne porte sur ce territoire. Ce qui manque, et à quelle échelle cela existe, est dit ci-dessous. Un administrateur peut importer d’autres jeux de données avec la commande « bassin import ».
portrait-expression = Périmètre
portrait-map = Carte
portrait-map-list = Les mêmes chiffres, en liste

# Explore
explore-title = Explorer un indicateur
explore-heading = { $indicator }, par { $zoning }
explore-indicator = Indicateur
explore-zoning = Par
explore-perimeter = Dans le périmètre
explore-period = Période
explore-submit = Afficher
explore-zone = Zone
explore-code = Code
explore-communes = Communes
explore-rank = Rang
explore-value = Valeur
explore-partly = { $inside } sur { $all } dans le périmètre
explore-whole = Périmètre entier
explore-count =
    { $count ->
        [one] { $shown } zone
       *[other] { $shown } zones
    }
explore-none = Aucune zone de ce zonage ne touche ce périmètre.
explore-csv = CSV

# Indicators
indicators-title = Indicateurs
indicators-intro = Chaque indicateur est défini, calculé et sourcé de la même façon sur toutes les pages, dans l’API et dans les exports.
indicator-formula = Calcul
indicator-unit = Unité
indicator-periodicity = Périodicité
indicator-limits = Limites
indicator-direction = Sens de lecture
indicator-direction-lower = une valeur faible est plus favorable
indicator-direction-higher = une valeur élevée est plus favorable
indicator-direction-neutral = ni favorable ni défavorable en soi
indicator-periods = Périodes
indicator-scales = Échelles de publication
indicator-source = Source
indicator-protection = Confidentialité
indicator-protection-open = Donnée déjà publique ; les cellules masquées par la source restent masquées et donnent un intervalle.
indicator-explore = Explorer par zone
indicator-not-loaded = Le jeu de données de cet indicateur n’est pas encore importé.
formula-sum = Somme de : { $terms }
formula-ratio = { $per } × somme de ({ $of }) / somme de ({ $to })
formula-published = Valeur publiée par le producteur : { $terms } (jamais agrégée)

# Datasets
datasets-title = Jeux de données
datasets-intro = Ce que ce portail sait lire, ce qui est importé, et d’où cela vient.
dataset-state = État
dataset-imported = importé
dataset-not-imported = à importer
dataset-producer = Producteur
dataset-licence = Licence
dataset-vintage = Millésime des communes
dataset-file = Fichier attendu
dataset-received = Fichier reçu
dataset-measures = Mesures
dataset-versions = Versions importées
dataset-version = Version
dataset-date = Importé le
dataset-rows = Lignes
dataset-report = Constats à l’import
dataset-no-version = Aucune version importée. Commande : bassin import CHEMIN
dataset-indicators = Indicateurs calculés avec ce jeu de données
dataset-notes = À savoir
dataset-name = Jeu de données
chart-evolution = De { $first } ({ $start }) à { $last } ({ $end }).
map-partial = Carte de { $drawn } zones sur { $all } : les contours des autres n’ont pas été importés. La liste les montre toutes.

# Handing over files
deposit-title = Déposer un fichier
deposit-intro = Un fichier de chiffres, de zonage ou de contours est examiné ligne par ligne ; vous lisez le rapport, puis vous décidez de l’importer.
deposit-file = Fichier
deposit-file-hint = CSV, XLSX ou GeoJSON, 2 Go au plus. L’envoi se fait par morceaux : s’il est interrompu, choisissez de nouveau le même fichier et il reprend où il en était.
deposit-send = Envoyer et examiner
deposit-sending = Envoi en cours
deposit-waiting = La connexion est interrompue. L’envoi reprendra dès qu’elle reviendra.
deposit-resume = L’envoi de ce fichier n’est pas terminé. Choisissez-le de nouveau : ce qui est déjà reçu est gardé.
deposit-list = Vos envois en attente
deposit-name = Fichier
deposit-state = État
deposit-actions = Actions
deposit-whole = { $size } Mo reçus
deposit-partial = { $received } Mo reçus sur { $size }
deposit-remove = Abandonner
deposit-what-title = Ce qui peut être déposé
deposit-what = Les jeux de données décrits dans le catalogue, reconnus à leurs colonnes.
deposit-whole-or-nothing = Un fichier est importé en entier ou pas du tout. Les anciennes versions restent ; chaque import est inscrit au journal.
deposit-working = Le fichier est en cours de lecture.
deposit-working-part = Le fichier est en cours de lecture : { $part }.
deposit-working-text = Cette page se met à jour toute seule ; vous pouvez aussi la quitter et y revenir.
deposit-fit-title = Le fichier peut être importé.
deposit-fit-text = Lisez le rapport, puis confirmez : rien n’est encore enregistré.
deposit-refused-title = Le fichier est refusé.
deposit-refused-text = Rien n’est enregistré. Corrigez les points ci-dessous dans le fichier, puis déposez-le de nouveau.
deposit-imported-title = Le fichier est importé.
deposit-imported-text = Les portraits et les indicateurs en tiennent compte.
deposit-same-title = Le fichier était déjà importé.
deposit-same-text = Rien n’a changé.
deposit-count = { $rows } lignes, { $figures } chiffres.
deposit-import = Importer le fichier
deposit-dataset = Voir le jeu de données
deposit-another = Déposer un autre fichier
deposit-report = Rapport
deposit-severity = Importance
deposit-place = Endroit
deposit-message = Constat
deposit-severity-error = erreur
deposit-severity-warning = à vérifier
deposit-severity-info = pour information
deposit-unlisted = { $count } autres points du même ordre ne sont pas détaillés.
done-file-imported = Le fichier est importé : les portraits et les indicateurs en tiennent compte.
done-file-same = Ce fichier était déjà importé : rien n’a changé.
done-deposit-removed = L’envoi est abandonné, et le fichier reçu effacé.
