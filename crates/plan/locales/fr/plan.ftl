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
