nav-plan = Plan d’action
plan-description = Ce qui a été promis, par priorité, défi et action, avec ses pilotes, ses étapes et ses indicateurs.
plan-lede = { $priorities } priorités, { $challenges } défis, { $actions } actions : ce que les signataires ont promis, qui le pilote, quand, et comment on en jugera.
plan-not-followed = Cette page montre le plan tel qu’il a été signé. Aucun avancement n’a encore été saisi : ce qui est fait, en cours ou en retard n’est donc pas connu ici.
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
plan-priority = Priorité { $number }
plan-challenge = Défi { $number }
plan-column-number = Numéro
plan-column-priority = Priorité
plan-column-challenge = Défi
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
