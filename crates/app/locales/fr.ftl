# Command line
cli-heading-usage = Usage :
cli-heading-commands = Commandes
cli-heading-arguments = Arguments
cli-heading-options = Options
cli-heading-general = Options générales
cli-about = Bassin : observer un territoire, décider ensemble, mutualiser, former, orienter, rendre compte.
    Sans commande, bassin ouvre le portail (comme « bassin serve »).
cli-help = Affiche ce mode d’emploi
cli-version = Affiche la version
cli-data = Répertoire des données, créé au besoin (./bassin-data par défaut ; variable BASSIN_DATA)
cli-database = Base PostgreSQL, au lieu de la base SQLite du répertoire des données (variable DATABASE_URL)
cli-lang = Langue : fr ou en (par défaut, celle de LANG)
cli-json = Écrit le résultat en JSON
cli-limit = Nombre d’entrées au plus (50 par défaut)
cli-after = 
    Premiers pas
      bassin                                       ouvre le portail sur http://127.0.0.1:8080
      bassin portrait departement:67               portrait d’un département au terminal
      bassin import ../mes-fichiers                importe tous les fichiers reconnus d’un dossier

    Codes de sortie
      0  tout s’est bien passé
      1  la demande ou un fichier ne respecte pas une règle ; rien n’a été modifié
      2  l’environnement ou la ligne de commande est en cause : port occupé, répertoire, base, option
cli-serve = Ouvre le portail et l’API
cli-listen = Adresse d’écoute (127.0.0.1:8080 par défaut ; variable BASSIN_LISTEN)
cli-metrics = Adresse d’écoute des mesures Prometheus, à /metrics (aucune par défaut ; variable BASSIN_METRICS)
cli-log = Journal technique en texte ou en JSON (texte par défaut ; variable BASSIN_LOG)
cli-import = Importe des fichiers : zonages, historique des communes, contours, jeux de données
cli-import-path = Fichiers ou dossiers à importer
cli-import-check = Contrôle les fichiers sans rien enregistrer
cli-import-after = 
    Chaque fichier est reconnu par son contenu, contrôlé en entier, puis enregistré ou refusé en bloc.
    Réimporter le même fichier ne change rien ; un fichier plus récent devient une nouvelle version.
cli-portrait = Dresse le portrait d’un périmètre
cli-expression = Périmètre : departement:67 + zone-emploi:4406 - commune:FR-67482, codes collés, noms entre guillemets
cli-portrait-theme = Seulement ce thème : population, employment, labour-market, skill-needs…
cli-portrait-format = Forme du résultat : table (par défaut), json, csv ou xlsx
cli-portrait-after = 
    Exemples
      bassin portrait departement:08 + province:80000
      bassin portrait 'region:"Grand Est" - departement:67' --format csv > portrait.csv
cli-perimeter = Montre, enregistre ou supprime des périmètres
cli-perimeter-show = Montre les communes d’un périmètre et son écriture canonique
cli-perimeter-save = Enregistre un périmètre sous un nom, ou une nouvelle version de celui-ci
cli-perimeter-list = Liste les périmètres enregistrés
cli-perimeter-delete = Supprime un périmètre enregistré (ses versions restent au journal)
cli-perimeter-name = Nom du périmètre
cli-statutes = Vérifie ou liste les statuts : qui siège, combien de temps, comment on décide
cli-statutes-check = Vérifie des fichiers de statut sans rien enregistrer
cli-statutes-file = Fichiers TOML à vérifier
cli-statutes-after = 
    Tout ce qui ne va pas est dit en une fois, avec la ligne et ce qui serait accepté.
    Un fichier vérifié se place dans le dossier « statutes » du répertoire des données ; il est lu à l’ouverture.
cli-statutes-list = Liste les statuts de l’installation
cli-demonstration = Charge ou retire les instances de démonstration, tirées des documents de politique publique
cli-demonstration-load = Charge celles qui manquent (elles le sont d’elles-mêmes à la première ouverture du portail)
cli-demonstration-fictional = Plutôt une vie de pôle inventée pour s’exercer, signalée partout
cli-demonstration-remove = Les retire toutes ; ce que des personnes y ont fait n’est jamais supprimé
cli-doctor = Vérifie l’installation : répertoire, base, journal, cube, fichiers
cli-backup = Sauvegarde la base et les fichiers dans une archive, portail ouvert ou non
cli-backup-file = Archive à écrire (.tar.gz)
cli-restore = Rétablit une archive dans un répertoire de données vide
cli-restore-file = Archive à lire (.tar.gz)
cli-journal = Consulte le journal des écritures
cli-journal-verify = Vérifie la chaîne du journal : aucune entrée modifiée, retirée ou ajoutée
cli-journal-list = Liste les dernières entrées
cli-account = Gère les comptes
cli-account-link = Affiche un nouveau lien pour créer le premier compte d’administration
cli-account-first =
    Première visite : créez le compte d’administration (lien valable une fois, un jour)
    { $link }
cli-account-none = La plateforme a déjà un administrateur : c’est lui qui invite, à la page /administration/comptes.
cli-account-rescue = Affiche un lien pour qu’un administrateur empêché choisisse un autre mot de passe
cli-account-email = Adresse avec laquelle cet administrateur se connecte
cli-account-second-factor = Retire aussi son second facteur, s’il l’a perdu, et ferme ses sessions
cli-account-rescue-after = Le lien sert une fois, pendant une heure. Le journal garde qui l’a demandé.
cli-account-rescued =
    Choisissez un autre mot de passe (lien valable une fois, une heure)
    { $link }
cli-account-lifted =
    Second facteur retiré, sessions fermées. Choisissez un autre mot de passe (lien valable une fois, une heure)
    { $link }

# Terminal
cli-ready = Bassin est ouvert : { $address } (Ctrl-C pour arrêter)
cli-stopped = Bassin est arrêté.
cli-more = … et { $count } autres.
cli-row = ligne { $row }
cli-column = colonne { $column }
cli-suggestions = Essayez : { $list }
cli-import-nothing = Aucun fichier à importer dans ces emplacements.
cli-import-done = { $file } : importé ({ $what }).
cli-import-same = { $file } : déjà importé, rien à faire.
cli-import-checked = { $file } : contrôlé, aucun obstacle ({ $what }).
cli-import-refused = { $file } : refusé, rien n’a été enregistré.
cli-import-what = { $dataset }, { $rows } lignes, { $figures } chiffres
cli-import-unknown = { $file } : non reconnu, laissé de côté.
cli-import-summary = { $imported } importés, { $same } déjà là, { $refused } refusés, { $unknown } non reconnus.
cli-error = erreur
cli-warning = avertissement
cli-info = information
cli-portrait-gaps = Ce que l’on ne sait pas ici :
cli-portrait-sources = Sources :
cli-perimeter-saved = Périmètre « { $name } » enregistré, version { $version } : { $expression }
cli-perimeter-same = Périmètre « { $name } » inchangé, version { $version }.
cli-perimeter-deleted = Périmètre « { $name } » supprimé.
cli-perimeter-none = Aucun périmètre enregistré.
cli-statutes-good = { $name } ({ $id }, version { $version }) : rien à corriger.
cli-demonstration-loaded = { $count ->
    [0] Rien à charger : la démonstration est déjà là.
    [one] Une instance de démonstration chargée.
   *[other] { $count } instances de démonstration chargées.
 }
cli-demonstration-made-up = { $count ->
    [one] Une instance fictive est en place
   *[other] { $count } instances fictives sont en place
 } ; chaque page le signale.
cli-demonstration-removed = { $count ->
    [0] Rien à retirer : la démonstration n’est pas là.
    [one] Une instance de démonstration retirée.
   *[other] { $count } instances de démonstration retirées.
 }
cli-backup-done = Sauvegarde écrite : { $file }
cli-backup-key = Met aussi la clé secret.key dans l’archive : qui la lit peut alors lire les seconds facteurs
cli-backup-key-within = La clé secret.key est dans l’archive : gardez celle-ci comme un secret.
cli-backup-key-apart = La clé secret.key n’y est pas : gardez-en une copie à part. Sans elle, les seconds facteurs ne s’ouvrent plus.
cli-restore-done = Sauvegarde rétablie dans { $data }.
cli-journal-whole = Le journal est intact : { $entries } entrées, dernière empreinte { $last }.
cli-doctor-ok = bon
cli-doctor-bad = à corriger
cli-doctor-data = Répertoire de données
cli-doctor-store = Base
cli-doctor-journal = Journal
cli-doctor-reference = Référentiel des communes
cli-doctor-zonings = Découpages
cli-doctor-contours = Contours
cli-doctor-datasets = Jeux de données importés
cli-doctor-cube = Cube
cli-doctor-key = Clé
cli-doctor-key-unused = rien n’est encore chiffré
cli-doctor-key-fits = ouvre ce que la base garde chiffré
cli-doctor-key-missing = secret.key manque, et la base garde des seconds facteurs chiffrés : remettez la copie gardée à part
cli-doctor-key-other = ce n’est pas la clé de cette base : remettez la bonne, ou retirez les seconds facteurs (bassin account rescue)

# Home and search
home-title = Accueil
home-heading = Les besoins, les compétences et les formations d’un territoire, au même endroit.
home-lede = Observer un territoire, décider ensemble, suivre ce qui a été promis. Cherchez une commune, une instance, une action, une structure.
home-search = Chercher un territoire, une instance, une action, une structure, un indicateur
home-placeholder = Strasbourg, pôle, orientation…
home-communes = communes de France et de Belgique, et tout périmètre entre elles
home-bodies = pôles et instances, avec ce que leurs textes prévoient
home-actions = actions du plan régional, telles que signées
home-indicators = indicateurs définis et sourcés
home-rooms = Ce que vous trouverez ici
home-territories-title = Territoires
home-territories-text = Le portrait chiffré d’une commune, d’un bassin, d’une région ou de n’importe quel ensemble de communes, chaque chiffre avec sa source.
home-bodies-room-title = Pôles et instances
home-bodies-room-text = Qui siège, pour combien de temps, d’après quel texte ; ce qui a été décidé, et comment.
home-plan-title = Plan d’action
home-plan-text = Ce que la Région, l’État et leurs partenaires se sont engagés à faire, action par action.
home-practices-title = Projets et pratiques
home-practices-text = Les projets que portent les pôles, de l’idée au bilan, et les pratiques et outils qu’ils partagent.
home-practices-inventory = Inventaire des pratiques
home-directory-title = Structures
home-directory-text = Écoles, centres de formation, opérateurs de l’emploi, entreprises, services publics : une fiche par structure, tenue par elle-même.
home-directory-count = { $count ->
    [0] L’annuaire est encore vide
    [one] { $shown } structure
   *[other] { $shown } structures
}
home-data-title = Données
home-data-text = D’où viennent les chiffres, ce qu’ils mesurent, et comment les reprendre dans un tableur ou un programme.
home-data-api = Interface pour les programmes
home-try = Essayez :
home-example-1 = Ardennes + province de Luxembourg
home-example-2 = Bas-Rhin
home-example-3 = Grand Est
home-import = Aucun fichier statistique communal n’est encore importé : les portraits montrent ce qui est fourni avec Bassin. Pour importer des données ouvertes :
home-explore = Explorer un indicateur
home-all-indicators = Tous les indicateurs
search-title = Recherche
search-empty = Tapez le nom d’une commune, d’un bassin, d’une région, d’une instance, d’une structure, un code Insee ou postal, ou un mot d’une action ou d’un indicateur.
search-found = Ce qui a été trouvé
search-actions = Actions du plan
search-all = { $count ->
   *[other] Les { $shown } réponses
}
search-none = Rien ne correspond. Vérifiez l’orthographe, essayez un nom plus court ou un code postal.
search-sheet = Fiche
footer-api = API
cli-plan = Exporte ou importe un plan entier
cli-plan-export = Écrit un plan dans un classeur XLSX, ou en JSON si le nom du fichier finit par .json
cli-plan-import = Prend un plan dans un fichier : tout, ou rien
cli-plan-name = Le nom court du plan, comme dans son adresse
cli-plan-file = Le fichier
cli-plan-preview = Montre ce qui changerait, sans rien changer
cli-plan-confirm = Confirme les valeurs qui sortent de ce qui est plausible
cli-plan-exported = Plan écrit dans { $name }
cli-plan-would = { $new ->
    [1] Le plan { $name } serait créé
   *[0] { $count ->
        [0] Rien ne changerait dans le plan { $name }
        [one] Une ligne changerait dans le plan { $name }
       *[other] { $count } lignes changeraient dans le plan { $name }
    }
}
cli-plan-imported = { $new ->
    [1] Le plan { $name } est créé
   *[0] { $count ->
        [0] Rien à changer dans le plan { $name }
        [one] Une ligne changée dans le plan { $name }
       *[other] { $count } lignes changées dans le plan { $name }
    }
}

space-title = Mon espace
space-lede =
    { $count ->
        [0] Rien ne vous attend aujourd’hui.
        [one] Une chose vous attend{ $late ->
            [0] .
           *[other] , en retard.
        }
       *[other] { $count } choses vous attendent{ $late ->
            [0] .
            [one] , dont une en retard.
           *[other] , dont { $late } en retard.
        }
    }
space-tasks = Ce qui vous attend, par date
space-tasks-none = Rien à faire pour le moment. Vous trouverez ici, par date, les positions à prendre, les convocations auxquelles répondre, les comptes rendus à approuver, les avis à rendre, les conventions à signer ; et, dans les plans d’action, les étapes proches ou en retard des actions que vous pilotez, les collectes et les recommandations qui attendent une réponse, les bilans soumis à vos instances.
space-late = en retard
space-colon = { " : " }
space-undated = sans date
space-task-position = Position à prendre
space-task-convocation = Convocation sans réponse
space-task-minutes-write = Compte rendu à rédiger
space-task-minutes-approve = Compte rendu à approuver
space-task-transmission = Communication à traiter
space-task-opinion = Avis à rendre
space-task-follow-up = Suites d’un avis à faire connaître
space-task-signature = Convention à signer
space-task-obligation = Engagement à tenir
space-task-expiry = Convention qui prend fin
space-task-approval = Projet sur lequel se prononcer
space-task-alert = À surveiller
space-plan-request = Collecte à laquelle répondre
space-plan-milestone = Étape d’une action à terminer
space-plan-end = Action dont la fin prévue est passée
space-plan-recommendation = Recommandation à laquelle répondre
space-plan-promise = Recommandation à mettre en œuvre
space-plan-report = Bilan soumis à votre instance
space-feed-name = Mon agenda
space-meetings = Mes prochaines réunions
space-meetings-none = Aucune réunion à laquelle vous êtes convoqué n’est à venir.
space-seats = Mes instances
space-seats-caption = Les sièges que vous occupez aujourd’hui
space-seats-none = Vous n’occupez aucun siège aujourd’hui.
space-seats-see = Voir les pôles et instances
space-body = Instance
space-function = Fonction
space-until = Jusqu’au
space-organisations = Mes structures
space-organisations-none = Vous n’êtes rattaché à aucune structure.
space-organisations-see = Voir les structures
space-referent = référent
space-mine = Mes actions dans les plans
