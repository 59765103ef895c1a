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
space-tasks-none = Rien à faire pour le moment. Vous trouverez ici, par date, les positions à prendre, les convocations auxquelles répondre, les comptes rendus à approuver, les avis à rendre, les conventions à signer.
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
space-plan = Mes actions dans les plans
