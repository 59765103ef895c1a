# The frame of every page
skip = Aller au contenu
brand-line = Des territoires et leurs compétences
menu = Menu
navigation = Navigation principale
search = Rechercher
search-hint = Une commune, une instance, une action…
search-do = Chercher
you-are-here = Vous êtes ici
languages = Langues
footer = Pied de page
footer-sources = Chaque chiffre porte sa source, sa date et sa licence.
accessibility-short = Accessibilité : partiellement conforme
notices = Mentions et licence
glossary = Glossaire
account = Votre compte
sign-in = Se connecter
sign-out = Se déconnecter
my-space = Mon espace
my-account = Mon compte :
error-title = À corriger –{" "}

# Components shared by the rooms
unknown = inconnu
range = { $lower } à { $upper }
chart-data = Les données de ce graphique
map-data = Les données de cette carte
map-unknown = inconnu
map-zone = Zone
chart-period = Période
chart-item = Élément
chart-value = Valeur
chart-cut = L’axe vertical ne part pas de zéro.
chart-interval = La zone claire et les traits fins montrent l’intervalle dans lequel se trouve la vraie valeur : une partie des données est masquée à la source.
class-below = moins de { $upper }
class-between = { $lower } à { $upper }
class-above = { $lower } et plus
pager = Pages
pager-previous = Page précédente
pager-next = Page suivante
pager-position = Page { $page } sur { $pages }
sort-by = Trier par { $column }
sorted-ascending = (ordre croissant)
sorted-descending = (ordre décroissant)
errors-title = { $count ->
    [one] Une correction est nécessaire
   *[other] { $count } corrections sont nécessaires
 }
colon = {" "}:{" "}
field-required = (obligatoire)
field-choose = Choisir…
picker-none = Rien ne correspond. Essayez avec d’autres mots.
cancel = Annuler
moment-late = en retard
moment-due = à venir
seat-vacant = Siège vacant
unmet-title = Ce qui manque encore
confirm-what = Ce qui va se passer
diff-legend = Entre les deux versions :
diff-added = texte ajouté
diff-removed = texte retiré
fictional-title = Exercice.
fictional-text = Les personnes et les faits de cet ensemble sont inventés, pour la formation.
filter-list = Filtrer la liste
copy = Copier l’adresse
copied = Adresse copiée

# Failures
problem-what-happened = Ce qui s’est passé
problem-what-to-do = Ce que vous pouvez faire
problem-back = Revenir à l’accueil
problem-search = Chercher
problem-request = Numéro de la demande, à citer si vous écrivez à l’administrateur : { $id }
problem-unlisted = { $count ->
    [one] et { $count } autre point du même ordre.
   *[other] et { $count } autres points du même ordre.
 }
problem-suggestions = Vouliez-vous dire :
problem-rule = Règle : { $source }
violation-row = ligne { $row }
violation-column = colonne « { $column } »
violation-character = caractère { $position }
problem-malformed = Demande illisible
problem-malformed-what = L’adresse ou le formulaire contient une valeur qui ne se lit pas.
problem-malformed-todo = Vérifiez l’adresse, ou repartez de la page précédente.
problem-sign-in = Connexion nécessaire
problem-sign-in-what = Cette page ou cette action est réservée aux personnes identifiées.
problem-sign-in-todo = Connectez-vous, puis recommencez.
problem-forbidden = Accès réservé
problem-forbidden-what = Cette action est réservée aux personnes habilitées.
problem-forbidden-todo = Adressez-vous à l’administrateur de cette installation.
problem-not-found = Page introuvable
problem-not-found-what = Rien ne se trouve à cette adresse.
problem-not-found-todo = L’adresse a peut-être été mal recopiée. La recherche permet de retrouver un territoire, une commune ou un indicateur.
problem-method-not-allowed = Action impossible à cette adresse
problem-method-not-allowed-what = Cette adresse existe, mais elle ne répond pas à ce type de demande.
problem-method-not-allowed-todo = Repartez de l’accueil ; si vous programmez, la documentation de l’interface dit ce que chaque adresse accepte.
problem-conflict = Modification concurrente
problem-conflict-what = Quelque chose a changé entre-temps.
problem-conflict-todo = Rechargez la page, puis recommencez.
problem-too-large = Envoi trop volumineux
problem-too-large-what = Ce qui a été envoyé dépasse la taille admise.
problem-too-large-todo = Envoyez un contenu plus petit, ou en plusieurs fois.
problem-address-too-long = Adresse trop longue
problem-address-too-long-what = L’adresse dépasse la longueur admise.
problem-address-too-long-todo = Décrivez le périmètre par des zones entières (un département, une zone d’emploi) plutôt que commune par commune, ou enregistrez-le sous un nom.
problem-media-type = Format non reconnu
problem-media-type-what = Le format de ce qui a été envoyé n’est pas pris en charge à cette adresse.
problem-media-type-todo = La documentation de l’interface indique les formats acceptés.
problem-invalid = Demande à corriger
problem-invalid-what = Certaines règles ne sont pas respectées.
problem-invalid-todo = Corrigez les points ci-dessus, puis recommencez : tous sont listés.
problem-internal = Erreur de notre côté
problem-internal-what = Bassin n’a pas su répondre. Rien n’a été modifié.
problem-internal-todo = Réessayez dans un instant. Si l’erreur revient, signalez-la avec le numéro de la demande.
problem-unavailable = Service momentanément indisponible
problem-unavailable-what = Un élément dont cette page a besoin ne répond pas.
problem-unavailable-todo = Réessayez dans quelques minutes.
problem-too-slow = Réponse trop lente
problem-too-slow-what = La réponse demandait plus de temps que la limite fixée.
problem-too-slow-todo = Réessayez avec un périmètre plus petit.

# Accessibility statement
accessibility = Déclaration d’accessibilité
accessibility-lede = Bassin veut être utilisable par toutes et tous, au clavier, avec une loupe, un lecteur d’écran, sur un téléphone ou sur papier.
accessibility-state-title = État de conformité
accessibility-state = Le portail est partiellement conforme au référentiel général d’amélioration de l’accessibilité (RGAA 4.1) et aux règles WCAG 2.2, niveau AA. Aucun audit indépendant n’a encore été mené : nous ne déclarons donc pas une conformité totale.
accessibility-tests-title = Comment nous vérifions
accessibility-test-contrast = Les contrastes des textes, des thèmes clair et sombre, sont calculés à chaque essai du programme.
accessibility-test-script = Les pages fonctionnent sans JavaScript et ne contiennent ni style ni programme en ligne.
accessibility-test-width = Les pages sont relues à 1 280 et à 360 pixels de large, en clair et en sombre.
accessibility-test-charts = Chaque graphique porte un titre, une description, une phrase qui le résume et le tableau de ses données.
accessibility-gaps-title = Ce qui reste imparfait
accessibility-gap-audit = Aucune vérification n’a encore été faite par des personnes utilisant un lecteur d’écran au quotidien.
accessibility-gap-maps = Les zones des cartes s’ouvrent à la souris ; au clavier, la liste placée à côté de chaque carte offre les mêmes liens.
accessibility-gap-files = Les classeurs exportés n’ont pas été évalués.
accessibility-contact-title = Signaler une difficulté
accessibility-contact = Écrivez à l’administrateur de cette installation en indiquant l’adresse de la page. Si vous n’obtenez pas de réponse, vous pouvez saisir, en France, le Défenseur des droits et, en Belgique, Unia.

# Legal notices
notices-lede = Ce que vous pouvez faire du portail et de ses chiffres.
notices-program-title = Le programme
notices-program = Bassin est un logiciel libre, publié sous la licence publique de l’Union européenne (EUPL, version 1.2). Chacun peut l’utiliser, l’étudier, le modifier et le redistribuer.
notices-data-title = Les données
notices-data = Les données restent celles de leurs producteurs. Chaque tableau cite sa source, sa date et sa licence ; reprenez cette mention quand vous réutilisez un chiffre.
notices-privacy-title = Votre vie privée
notices-privacy = Le portail n’utilise ni mesure d’audience ni service extérieur. Un seul témoin de connexion (« cookie ») retient la langue, et seulement si vous la choisissez.
notices-editor-title = L’éditeur
notices-editor = L’organisme qui exploite cette installation en est l’éditeur et répond de son contenu.
glossary-lede = Les mots et les sigles employés dans le portail.

# API
api-title = Interface de programmation
api-lede = Tout ce que montre le portail peut être lu par un programme, sans clé et sans inscription. Les réponses sont en JSON ; les erreurs suivent la norme RFC 9457.
api-document = Le document OpenAPI 3.1 complet
api-parameters = Paramètres
api-parameter = Nom
api-place = Où
api-place-path = dans l’adresse
api-place-query = après « ? »
api-place-header = dans l’en-tête
api-place-cookie = dans un témoin
api-type = Type
api-meaning = Sens
api-required = obligatoire
api-example = Exemple
api-answers = Réponses
api-status = Code
api-schemas = Structures
api-field = Champ
api-problems = Erreurs
api-problems-lede = Chaque erreur porte un type, un code par règle non respectée et, quand c’est possible, des suggestions.
api-empty = Aucune adresse n’est encore publiée.
