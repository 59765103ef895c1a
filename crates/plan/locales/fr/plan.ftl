nav-plan = Plan d’action
plan-description = Ce qui a été promis, par priorité, défi et action, avec ses pilotes, ses étapes et ses indicateurs.
plan-lede = { $levels } : ce que les signataires ont promis, qui le pilote, quand, et comment on en jugera.
plan-not-followed = Cette page montre le plan tel qu’il a été signé. Son suivi n’est pas ouvert : ce qui est fait, en cours ou en retard n’est donc pas connu ici.
plan-count =
    { $count ->
        [0] Aucune action ne répond à ces critères
        [one] { $count } action
       *[other] { $count } actions
    }
plan-filter-text = Mot, pilote ou partenaire
plan-filter-pilot = Pilote
plan-filter-any = Tous les pilotes
plan-filter-year = Année
plan-filter-any-year = Toutes les années
plan-filter-open = Points ouverts
plan-filter-all = Toutes les actions
plan-filter-open-only = Celles dont le texte laisse un point ouvert
plan-filter-submit = Filtrer
plan-filter-clear = Tout afficher
plan-filter-top = Priorité
plan-filter-any-top = Toutes
plan-filter-none = Aucune action ne correspond à ces filtres.
plan-column-number = Numéro
plan-column-title = Action
plan-column-pilots = Pilotes
plan-column-partners = Partenaires associés
plan-column-steps = Étapes
plan-column-indicators = Indicateurs de résultats
plan-column-open = Laissé ouvert par le texte
plan-column-page = Page
plan-column-years = Années
plan-open = Point ouvert
plan-open-title = Ce que le texte laisse ouvert
plan-pilot-open = à définir, selon le texte
plan-partners-open = non nommés par le texte
plan-undated = non daté
plan-objectives = Objectifs
plan-who = Qui
plan-body = Instance en charge
plan-keywords = Mots clés
plan-when = Quand
plan-what = Quoi
plan-steps-caption = Les étapes, avec leur date telle que le texte la donne
plan-steps-open = Le texte ne donne pas d’étapes pour cette action.
plan-indicator = Indicateur
plan-indicators-caption = Ce qui dira si l’action a réussi
plan-indicators-open = Le texte ne donne pas d’indicateur pour cette action.
plan-follow = Modalités de suivi
plan-beside = Pour aller plus loin
plan-beside-actions = Actions voisines
plan-levers = Leviers du défi :
plan-links = Autres stratégies :
plan-source = Source : { $source }. Texte résumé quand il est long.
plan-source-page = Source : { $source }, page { $page }. Texte résumé quand il est long.
plan-level-count = { $count } { $level }
plan-others = Autres plans :
plan-today = Où en est-on aujourd’hui ?
plan-health-rule = La santé d’une action est calculée, jamais saisie : en retard quand une étape échue n’est pas faite ; à risque quand une étape échoit sous trente jours sans avoir commencé, ou plus tard que promis ; inconnue quand aucune date ne permet de le dire.
plan-filter-health = Santé
plan-filter-any-health = Toutes
plan-filter-status = État déclaré
plan-filter-any-status = Tous
plan-branch-summary = Avancement : { $share }. { $done ->
        [0] Aucune action terminée
        [one] 1 action terminée
       *[other] { $done } actions terminées
    }, { $late ->
        [0] aucune en retard
       *[other] { $late } en retard
    }, { $risk ->
        [0] aucune à risque
       *[other] { $risk } à risque
    }.
plan-column-above = Rattachement
plan-column-status = État déclaré
plan-column-health = Santé
plan-column-causes = Causes
plan-column-progress = Avancement
plan-health-late = En retard
plan-health-at_risk = À risque
plan-health-unknown = Inconnue
plan-health-on_time = À l’heure
plan-health-done = Terminée
plan-health-abandoned = Abandonnée
plan-status-planned = Prévue
plan-status-in_progress = En cours
plan-status-paused = En pause
plan-status-blocked = Bloquée
plan-status-done = Terminée
plan-status-abandoned = Abandonnée
plan-state = Où en est-elle ?
plan-progress = Avancement
plan-progress-weighted = Part des étapes faites, chacune selon son poids.
plan-progress-equal = Part des étapes faites, chacune comptant autant.
plan-progress-zero-weights = Part des étapes faites ; les poids étant tous nuls, chacune compte autant.
plan-progress-completed = Part des étapes faites selon leur poids ; celles qui n’en ont pas comptent comme la moyenne des autres.
plan-progress-children = Moyenne de ce qui en dépend : { $known } sur { $of } { $known ->
        [0] dont l’avancement est connu
        [one] dont l’avancement est connu
       *[other] dont l’avancement est connu
    }.
plan-progress-declared = Déclarée terminée.
plan-progress-abandoned = Abandonnée : elle ne compte plus.
plan-progress-no-milestone = Aucune étape ne permet de le calculer.
plan-progress-not-followed = Le suivi de ce plan n’est pas ouvert.
plan-cause-overdue = « { $what } » était à faire pour le { $day } et ne l’est pas.
plan-cause-ended = Devait se terminer le { $day } et n’est pas déclarée terminée.
plan-cause-due-soon = « { $what } » est à faire pour le { $day } et n’a pas commencé.
plan-cause-slipped = « { $what } » est repoussée au { $day }, plus tard que promis.
plan-cause-untold = « { $what } » était à faire pour le { $day }, avant l’ouverture du suivi : personne n’a dit si c’est fait.
plan-cause-undated = Les étapes qui restent n’ont pas de date.
plan-cause-no-milestone = Aucune étape n’est prévue.
plan-cause-not-followed = Le suivi de ce plan n’est pas ouvert.
plan-cause-above = Ce dont elle dépend a été abandonné.
plan-milestone-done = Faite le { $day }
plan-milestone-overdue = En retard depuis le { $day }
plan-milestone-due-soon = À faire pour le { $day }
plan-milestone-slipped = Repoussée au { $day }
plan-milestone-untold = À renseigner (échue le { $day })
plan-milestone-started = Commencée
plan-milestone-waiting = Pas commencée
plan-milestone-undated = Pas commencée, sans date
plan-milestone-not-followed = Non suivie
plan-where = Où en est-on
plan-mandatory = Obligatoire
plan-promised = Promis
plan-planned = Prévu aujourd’hui
plan-slips = { $count ->
        [one] 1 report
       *[other] { $count } reports
    }{ $years ->
        [0] {""}
       *[other] , dont { $years } à une autre année
    }
plan-evidence = Preuve
plan-reason = Motif
plan-from-to = du { $from } au { $to }
plan-until = jusqu’au { $to }
plan-since = à partir du { $from }
plan-below = Ce qui en dépend
plan-part-person = une personne de l’annuaire
plan-period = Période
plan-aimed = Cible
plan-measured = Valeur
plan-verdict = Résultat
plan-origin = Source
plan-baseline = Au départ : { $value }
plan-direction-up = plus, c’est mieux
plan-direction-down = moins, c’est mieux
plan-direction-keep = à maintenir
plan-provisional = provisoire
plan-final = définitive
plan-against-reached = Cible atteinte
plan-against-missed = Cible non atteinte
plan-against-untold = Sens non précisé
plan-no-value = Aucune valeur n’a encore été donnée.
plan-other-values = Autres valeurs
plan-counting-rule = Quand une période a plusieurs valeurs, celle qui compte est la définitive avant la provisoire, puis la valeur calculée avant la valeur publiée et celle-ci avant la valeur déclarée, puis la plus récente. Les autres restent visibles.
plan-source-declared = Déclarée par le pilote
plan-source-governance-meetings = Réunions tenues par l’instance en charge
plan-source-governance-attendance = Personnes présentes aux réunions de l’instance en charge
plan-source-governance-members = Personnes qui siègent dans l’instance en charge, en fin d’année
plan-source-governance-organisations = Structures représentées dans l’instance en charge, en fin d’année
plan-trajectory = { $value } en { $period }.
plan-trajectory-target = Cible : { $value } en { $period }.
plan-log = Ce qui s’est passé
plan-fact-taken = Plan repris de son texte
plan-fact-followed = Suivi ouvert depuis le { $day }
plan-fact-settled = Réglages du plan modifiés
plan-fact-status = État : de « { $from } » à « { $to } »
plan-fact-told = Point de situation pour { $period }
plan-fact-started = Étape commencée : { $what }
plan-fact-done = Étape faite : { $what }
plan-fact-reopened = Étape rouverte : { $what }
plan-fact-replanned = Étape replanifiée : { $what } ({ $old } → { $new })
plan-fact-measured = { $what } : { $value } pour { $period }
plan-fact-edited = Pilotes, dates, liens ou budget modifiés
plan-fact-milestones = Étapes modifiées
plan-fact-indicators = Indicateurs modifiés
plan-fact-amended = Plan révisé : version { $version }
plan-told-done = Ce qui a été fait
plan-told-successes = Réussites
plan-told-difficulties = Difficultés
plan-told-remedies = Ce qui est prévu pour y remédier
plan-budget = Budget
plan-budget-caption = Montants hors taxes, quel que soit le financeur
plan-budget-label = Objet
plan-budget-funder = Financeur
plan-budget-year = Année
plan-budget-planned = Prévu
plan-budget-committed = Engagé
plan-budget-spent = Dépensé
plan-budget-total = Total
plan-report = Faire le point
plan-report-lede = Dites en une minute où en est cette action. Ce que vous laissez tel quel ne change pas.
plan-report-save = Enregistrer le point
plan-reason-hint = À donner pour mettre en pause, bloquer, abandonner ou rouvrir.
plan-reason-fold = Motif
plan-decision = Décision
plan-decision-hint = L’adresse de la page de la décision, quand elle a été prise ici.
plan-mark-waiting = À venir
plan-mark-started = En cours
plan-mark-done = Faite
plan-evidence-hint = Un lien, une référence, quelques mots.
plan-evidence-fold = Preuve et date
plan-done-on = Faite le
plan-done-on-hint = Aujourd’hui si vous ne dites rien.
plan-why-reopened = Motif, si elle n’est finalement pas faite
plan-confirm = Je confirme les valeurs qui sortent de ce qui est plausible
plan-provisional-values = Ces valeurs sont provisoires
plan-values-of = Valeurs de { $period }
plan-values-lede = Laissez vide ce que vous ne connaissez pas. Une autre année :
plan-hint-target = cible : { $value }
plan-hint-last = dernière valeur : { $value } en { $period }
plan-comment = Commentaire
plan-words-of = En quelques mots, pour { $period }
plan-words-lede = Ces mots sont publics et alimentent le bilan annuel.
plan-stored-now = Ce qui est enregistré maintenant
plan-edit = Modifier la fiche
plan-edit-frame = Cadre
plan-starts = Début
plan-ends = Fin
plan-edit-parts = Pilotes et partenaires
plan-edit-parts-lede = Dites qui pilote et qui participe. Reliez chaque nom du texte à sa fiche de l’annuaire : ses membres pourront alors faire le point. Videz une ligne pour la retirer.
plan-part = Nom ou qualité { $rank }
plan-part-fold = Sa fiche dans l’annuaire
plan-role = Rôle
plan-role-pilot = Pilote
plan-role-partner = Partenaire
plan-organisation = Structure
plan-person = Personne
plan-ties = Liens
plan-ties-lede = Ce à quoi l’action se rattache. Référence : l’adresse de la page dans ce portail (« /projets/… », « /conventions/… », « /instances/… », « /structures/… ») ; pour un territoire, un périmètre (« departement:67 », « region:44 »). La fiche montrera le titre du jour. Les mots suffisent pour un besoin ou un public. Videz une ligne pour la retirer.
plan-tie = Lien { $rank } : nature
plan-tie-label = En quelques mots
plan-tie-reference = Adresse ou périmètre
plan-tie-need = Besoin
plan-tie-body = Instance
plan-tie-project = Projet
plan-tie-convention = Convention
plan-tie-platform = Plateau technique
plan-tie-territory = Territoire
plan-tie-public = Public
plan-tie-hidden = page réservée ou retirée
plan-budget-hint = Une ligne par objet : objet ; financeur ; année ; prévu ; engagé ; dépensé. Par exemple « Animation ; Région ; 2019 ; 12 500 ; 10 000 ; ».
plan-save = Enregistrer
plan-remove = Retirer de la fiche
plan-change = Modifier
plan-manage = Gérer le plan
plan-manage-lede = Qui porte le plan, depuis quand il est suivi ici, s’il est en vigueur.
plan-owner = Instance qui porte le plan
plan-owner-hint = Sa présidence et son secrétariat gèrent alors le plan ; tant qu’aucune n’est choisie, l’administrateur de la plateforme s’en charge.
plan-followed-since = Suivi ouvert depuis le
plan-followed-since-hint = Ce qui était à faire avant ce jour et que personne n’a renseigné reste inconnu, et non en retard. Vide : le plan est montré tel que signé.
plan-life = Vie du plan
plan-state-in-force = En vigueur
plan-state-archived = Archivé : il reste lisible et ne change plus
plan-state-template = Modèle : il sert à en préparer d’autres
plan-amend = Réviser le plan (version { $version })
plan-amend-lede = Une révision dit ce qui change, pourquoi, et qui l’a décidé. Elle est publique. Modifiez ensuite les fiches concernées.
plan-amend-day = Prend effet le
plan-amend-what = Ce qui change
plan-amend-why = Pourquoi
plan-amend-decided = Qui l’a décidé
plan-amend-save = Enregistrer la révision
plan-amended-on = Version { $version }, { $day }
plan-amendments = Révisions
plan-version = Version
plan-when-words = Date en toutes lettres
plan-when-words-hint = Par exemple « fin 2018 ».
plan-from = À partir du
plan-to = Pour le
plan-to-hint = Cette date devient la date promise : elle ne changera plus, seule la date prévue pourra bouger, avec un motif.
plan-weight = Poids
plan-weight-hint = Un nombre entier ; vide, l’étape compte comme la moyenne des autres.
plan-mandatory-box = Étape obligatoire : l’action n’est terminée qu’avec elle et sa preuve
plan-note = Note
plan-milestone-edit = Modifier l’étape
plan-milestone-new = Ajouter une étape
plan-replan = Replanifier
plan-replan-lede = « { $what } ». Promis : { $promised }. La date promise reste ; le motif est public et le report est compté.
plan-replan-why = Ce qui a changé.
plan-indicator-edit = Modifier l’indicateur
plan-indicator-new = Ajouter un indicateur
plan-indicator-en = Le même en anglais
plan-indicator-unit = Unité
plan-indicator-unit-hint = Par exemple « réunions », « % », « apprentis ». Avec une unité ou une cible, le pilote est invité à donner une valeur chaque année.
plan-indicator-decimals = Décimales
plan-indicator-direction = Sens souhaité
plan-indicator-baseline = Valeur de départ
plan-indicator-low = Plus petite valeur plausible
plan-indicator-high = Plus grande valeur plausible
plan-indicator-range-hint = Une valeur en dehors demande une confirmation.
plan-indicator-targets = Cibles
plan-indicator-targets-hint = Une ligne par période : « 2019 ; 100 », « 2019/2020 ; 35,5 », « 2020-Q1 ; 12 ».
plan-indicator-source = D’où viennent les valeurs
plan-from-typed = Saisies par le pilote
plan-from-observatory = Chiffre de l’observatoire
plan-indicator-key = Chiffre de l’observatoire
plan-indicator-key-hint = Indicateur et périmètre : « taux-chomage@departement:67 ».
done-plan-told = Le point est enregistré. Merci.
done-plan-edited = La fiche est enregistrée.
done-plan-settled = Les réglages du plan sont enregistrés.
done-plan-amended = La révision est enregistrée : le plan a une nouvelle version.
plan-tab-tree = Le plan
plan-tab-table = Tableau
plan-tab-late = Retards
plan-tab-timeline = Calendrier
plan-tab-bodies = Par instance
plan-tab-territories = Par territoire
plan-column-next = Prochaine échéance
plan-column-since = Depuis ou pour le
plan-late-lede = En retard : { $late }. À risque : { $risk }. Chaque ligne dit pourquoi.
plan-late-more = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
}
plan-late-none = Rien n’est en retard ni à risque parmi les actions demandées.
plan-timeline-sentence = Une ligne par action, une barre par étape : pleine quand elle est faite, marquée quand elle est en retard ou à risque. Le tableau dit la même chose dans l’ordre des dates.
plan-legend-done = fait
plan-legend-due = prévu, ou non renseigné
plan-legend-risk = à risque
plan-legend-late = en retard
plan-timeline-table = Les étapes, dans l’ordre des dates
plan-no-body = Sans instance en charge
plan-bodies-lede = Les actions, selon l’instance qui en a la charge.
plan-bodies-lede-none = Aucune action.
plan-territories-lede = Combien d’actions concernent chaque zone, et lesquelles.
plan-territories-lede-none = Aucune action n’est encore rattachée à un territoire. Ceux qui gèrent le plan le font depuis la fiche de chaque action, dans « Liens ».
plan-territories-without = { $count ->
    [one] Une action ne dit pas son territoire
   *[other] { $count } actions ne disent pas leur territoire
}
plan-grain = Carte par
plan-grain-departement = département ou province
plan-grain-zone-emploi = zone d’emploi
plan-grain-epci = intercommunalité
plan-map-title = Où se passent les actions
plan-map-sentence = Le nombre d’actions qui concernent chaque zone, en tout ou partie. Celles qui concernent tout le territoire du plan sont comptées à part.
plan-map-list = Les mêmes nombres, en tableau
plan-map-table = Nombre d’actions par zone
plan-map-zone = Zone
plan-map-count = Actions
plan-map-between = { $least } à { $most } actions
plan-map-nothing = aucune action
plan-map-none = La carte a besoin des contours des communes, qui n’ont pas été importés ici. Le tableau dit la même chose.
plan-map-others = { $count ->
    [one] L’autre zone n’est concernée par aucune action en particulier.
   *[other] Les { $count } autres zones ne sont concernées par aucune action en particulier.
}
plan-map-only = Actions qui concernent : { $zone }.
plan-map-all = Voir tous les territoires
plan-whole-title = Tout le territoire du plan
plan-whole-lede = Ces actions concernent chaque zone : elles ne sont pas comptées sur la carte.
plan-mine = Mes actions
plan-mine-lede = Les actions que vous pilotez, vous-même ou par votre structure ou votre instance : celles qui vont le moins bien d’abord.
plan-mine-none = Vous ne pilotez aucune action. Une action vous revient quand vous, votre structure ou votre instance y êtes inscrits comme pilote.
plan-late-first = Les retards les plus anciens, et pourquoi
plan-late-all = Tous les retards
plan-weight-of = poids { $weight }
plan-value-new = Ajouter une valeur
plan-period-hint = Une année (« 2019 »), une année scolaire (« 2019/2020 »), un trimestre (« 2020-Q1 ») ou un mois (« 2020-01 »).
plan-origin-hint = Le producteur et la publication (« OREF, panorama 2019 »). Vide : valeur déclarée par le pilote.
plan-provisional-value = Valeur provisoire
plan-entry = Saisie des valeurs
plan-entry-lede = Une ligne pour chaque indicateur des actions que vous suivez. Tout est enregistré ensemble, ou rien ne l’est.
plan-entry-priority = Priorité
plan-entry-all = Toutes et tous
plan-entry-what = Indicateur
plan-entry-target = Cible
plan-entry-none = Aucun indicateur à remplir ici : un indicateur se remplit quand sa fiche lui donne une unité ou une cible. Élargissez les filtres, ou complétez la fiche de l’action.
plan-entry-wrong = { $count ->
    [0] Rien n’a été enregistré : reprenez la page.
    [one] Rien n’a été enregistré : une valeur est à reprendre.
   *[other] Rien n’a été enregistré : { $count } valeurs sont à reprendre.
 }
plan-entry-confirm = Je confirme cette valeur
done-plan-entered = Les valeurs sont enregistrées.
plan-entry-every = Toutes les années
plan-entry-keys = Comme dans un tableur : <kbd>Entrée</kbd> et les flèches passent d’une case à l’autre, <kbd>Tab</kbd> à la suivante, <kbd>Échap</kbd> rétablit la case, <kbd>Ctrl</kbd> + flèche va au bord, <kbd>Ctrl</kbd> + <kbd>Z</kbd> annule. Collez des cellules copiées d’un tableur dans la première case à remplir.
plan-entry-beside = Ce qui accompagne les valeurs changées
plan-entry-provisional = Ces valeurs sont provisoires
plan-entry-comment-hint = Le même pour toutes les valeurs changées sur cette page. Il en faut un pour corriger une valeur définitive.
plan-grid-undo = Annuler la frappe
plan-grid-redo = Rétablir
plan-grid-changed = Cases changées, pas encore enregistrées : #
plan-grid-unsaved = Changée, pas encore enregistrée
plan-grid-undone = Annulé. Cases remises comme avant : #
plan-grid-redone = Rétabli. Cases changées de nouveau : #
plan-grid-pasted = Cases remplies : #
plan-grid-outside = Hors du tableau, non collées : #
plan-grid-unread = Illisibles, à reprendre : #
plan-grid-nothing = Rien n’a changé : les cases collées sont vides ou déjà remplies ainsi.
plan-grid-restored = Votre saisie non enregistrée a été reprise. Cases remplies : #
plan-grid-stale = Saisies non reprises, parce que la valeur enregistrée a changé depuis : #
plan-paste = Coller depuis un tableur
plan-paste-label = Lignes copiées d’un tableur
plan-paste-hint = Une ligne pour chaque valeur, dans l’ordre : numéro de l’action, indicateur, année, valeur, provisoire (oui ou non), commentaire. Ou bien une première ligne qui nomme les colonnes ; des années peuvent y être des colonnes. Le tableau est rempli pour que vous le relisiez ; rien n’est enregistré.
plan-paste-do = Remplir le tableau
plan-paste-filled = { $count ->
    [0] Aucune case n’a été remplie.
    [one] Une case est remplie dans le tableau. Relisez, puis enregistrez : rien ne l’est encore.
   *[other] { $count } cases sont remplies dans le tableau. Relisez, puis enregistrez : rien ne l’est encore.
 }
plan-paste-empty = { $count ->
    [one] Une ligne sans valeur est passée.
   *[other] { $count } lignes sans valeur sont passées.
 }
plan-paste-wrong = Ce qui n’a pas été repris :
plan-paste-line = Ligne { $line }
plan-batch = Valeurs enregistrées ensemble
plan-batch-title = Saisie du { $when }
plan-batch-by = Par { $who }.
plan-batch-office = le programme
plan-batches = Saisies enregistrées
plan-batches-all = Toutes les saisies enregistrées
plan-batches-lede = Ce qui a été enregistré ensemble depuis la page de saisie, et qui peut être annulé ensemble.
plan-batches-none = Aucune saisie enregistrée
plan-batch-when = Enregistrée le
plan-batch-who = Par
plan-batch-count = Valeurs
plan-batch-state = État
plan-batch-before = Avant
plan-batch-after = Enregistré
plan-batch-nothing = aucune valeur
plan-batch-in-force = en vigueur
plan-batch-held = ne s’annule plus d’un coup
plan-batch-undone = annulée
plan-batch-undone-at = Annulée le { $when } : les valeurs d’avant sont rétablies.
plan-batch-see = Voir cette saisie
plan-batch-undo = Annuler cette saisie
plan-batch-undo-count = { $count ->
    [one] Annuler cette saisie (une valeur)
   *[other] Annuler cette saisie ({ $count } valeurs)
 }
plan-batch-undo-hint = Annuler remet chaque valeur comme elle était avant ; celles qui n’existaient pas sont retirées. L’historique garde la trace des deux.
plan-fact-unmeasured = Valeur annulée : { $what }, { $value } pour { $period }
done-plan-batch-undone = La saisie est annulée : les valeurs d’avant sont rétablies.
done-plan-entry-same = Rien n’a changé : les valeurs étaient déjà celles-là.
