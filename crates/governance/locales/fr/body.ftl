nav-bodies = Pôles et instances
body-list-title = Pôles et instances
body-list-intro = Qui se réunit pour décider de la formation, de l’emploi et de l’orientation d’un territoire : composition, mission, période, et le texte qui fonde chaque instance.
body-none-title = Aucune instance pour l’instant
body-none-text = Une instance réunit des sièges répartis par composante, pour une mission que son texte fixe. L’administrateur de la plateforme fonde les premières ; celles qui en dépendent sont proposées par leurs membres.
body-none-action = Lire ce que disent les textes
body-list-empty = Aucune instance ne répond à ces critères.
body-count =
    { $count ->
        [0] aucune instance
        [one] { $count } instance
        *[other] { $count } instances
    }
body-name = Nom
body-name-hint = Comme dans l’acte qui la fonde.
body-statute = Statut
body-parents = Instances de rattachement
body-parents-none = Aucune instance de rattachement possible n’existe encore : il faut d’abord la créer.
body-state = État
body-ends = Dernier jour de la période
body-starts = Premier jour de la période
body-seats-filled = Sièges pourvus
body-subject = Autour de quoi
body-subject-kind = Ce autour de quoi elle se constitue
body-subject-sector = Secteur d’activité
body-subject-branch = Filière professionnelle
body-subject-occupation = Métier
body-subject-theme = Thème transversal déclaré
body-subject-territory = Territoire
body-any = Tous
body-filter-words = Mots du nom, du thème ou de la mission
body-filter-territory = Territoire
body-filter-territory-hint = Une commune, un découpage : departement:67, commune:FR-57463
body-filter-submit = Afficher
body-filter-none = Tout afficher
body-csv = Télécharger la liste (CSV)
body-lacking = composition incomplète
body-unnamed = titulaires non nommés par le texte
body-unnamed-text = Le texte dit qui siège, il ne nomme pas les titulaires : rien n’est inventé à leur place. Celles et ceux qui animent l’instance peuvent les désigner depuis la composition.
body-seat-unnamed = titulaire non nommé par le texte
body-component-seats =
    { $seats ->
        [0] nombre de sièges laissé ouvert
        [one] { $seats } siège
        *[other] { $seats } sièges
    }
body-composition-unnamed =
    { $seats ->
        [0] Aucun siège n’est décrit
        [one] Un siège est décrit par le texte
        *[other] { $seats } sièges sont décrits par le texte
    }.
body-life = Ce qu’elle fait
body-life-state-on = { $state }, { $day }
body-life-meetings = Réunions
body-life-meetings-none = Aucune réunion annoncée. La présidence ou le secrétariat en planifie une, avec son ordre du jour, puis convoque.
body-life-meetings-all = Toutes les réunions
body-life-meeting-planned = en préparation pour le { $when }
body-life-meeting-next = prochaine réunion, { $when }
body-life-meeting-now = en cours depuis le { $when }
body-life-meeting-last = dernière réunion, { $when }
body-life-decisions = Décisions adoptées
body-life-decisions-none = Aucune décision adoptée à lire. Une décision est publique une fois adoptée, si le secrétariat l’a voulue publique.
body-life-decisions-all =
    { $count ->
        [one] La décision adoptée
        *[other] Les { $count } décisions adoptées
    }
body-life-projects = Projets
body-life-projects-none = Aucun projet à lire. Un pôle l’écrit, l’adopte, puis le soumet aux instances dont il touche le territoire.
body-life-projects-all =
    { $count ->
        [one] Le projet
        *[other] Les { $count } projets
    }
body-life-conventions = Conventions en vigueur
body-life-conventions-none = Aucune convention en vigueur. Elle le devient quand toutes les parties l’ont signée.
body-life-conventions-all =
    { $count ->
        [one] La convention
        *[other] Les { $count } conventions
    }
body-life-opinions = Avis donnés
body-life-opinions-none = Aucun avis donné. Un avis se demande, ou se donne d’initiative quand le texte le permet.
body-life-opinions-all =
    { $count ->
        [one] L’avis
        *[other] Les { $count } avis
    }
body-life-documents = Documents
body-life-documents-none = Aucun document à lire. Les documents d’une réunion et son compte rendu publié paraissent ici.
body-life-documents-all = Les réunions et leurs documents
body-life-minutes = Compte rendu – { $title }
body-map-title = Où elles travaillent
body-map-sentence = Périmètre de chaque instance qui en déclare un, ou de celle dont elle dépend ; plus la couleur est soutenue, plus il y a d’instances qui y travaillent, celles d’un territoire plus large comprises.
body-map-between = de { $least } à { $most }
body-map-see = Voir où elles travaillent, sur une carte
body-map-more =
    { $count ->
        [one] { $names } et une autre instance
        *[other] { $names } et { $count } autres instances
    }
body-map-list = La liste des instances
body-state-proposed = proposée
body-state-refused = refusée
body-state-to-come = reconnue, à venir
body-state-in-force = en fonction
body-state-evaluation-due = en fonction, évaluation attendue
body-state-evaluated = en fonction, évaluée
body-state-lapsed = période échue
body-state-closed = close
body-tabs = Pages de « { $name } »
body-tab-overview = Aperçu
body-tab-composition = Composition
body-tab-terms = Périodes et évaluation
body-tab-meetings = Réunions
body-tab-decisions = Décisions
body-tab-opinions = Avis
body-tab-transmissions = Communications
body-tab-projects = Projets
body-tab-conventions = Conventions
body-demonstration = exemple tiré des documents d’orientation
body-progress = Période { $number }, jusqu’au { $last }.
body-progress-due = Période { $number }, jusqu’au { $last } ; évaluation attendue pour le { $due }.
body-may-not-decide = Cette instance ne peut pas décider aujourd’hui
body-compulsory = obligatoire
body-component = Composante
body-component-secretariat = Secrétariat
body-component-rule = Ce que dit le texte
body-component-state =
    { $filled ->
        [0] aucun siège pourvu
        [one] { $filled } siège pourvu
        *[other] { $filled } sièges pourvus
    }{ $vacant ->
        [0] {""}
        [one] , { $vacant } vacant
        *[other] , { $vacant } vacants
    }
body-component-complete = complète
body-component-vacant =
    { $count ->
        [one] un siège vacant
        *[other] { $count } sièges vacants
    }
body-component-missing =
    { $count ->
        [one] il manque un siège pourvu
        *[other] il manque { $count } sièges pourvus
    }
body-component-no-seat = pas de siège créé
body-component-since = Incomplète depuis le { $day }.
body-component-cure = À reconstituer pour le { $day }.
body-component-misplaced =
    { $count ->
        [one] Un titulaire ne compte pas : sa structure n’est pas de celles que le texte admet ici, ou n’a pas de site dans le périmètre.
        *[other] { $count } titulaires ne comptent pas : leurs structures ne sont pas de celles que le texte admet ici, ou n’ont pas de site dans le périmètre.
    }
body-component-unverified =
    { $count ->
        [one] À vérifier pour un titulaire : sa structure n’a pas de site connu, ou le périmètre n’est pas donné.
        *[other] À vérifier pour { $count } titulaires : leurs structures n’ont pas de site connu, ou le périmètre n’est pas donné.
    }
body-see-composition = Voir toute la composition
body-missions = Mission
body-mission = Mission, dans ses propres termes
body-purpose = À quoi elle sert
body-rules = Ce qu’elle peut faire, et d’après quel texte
body-open = Ce que son texte laisse ouvert
body-alerts = À surveiller
body-sheet = Fiche
body-depends-on = Dépend de
body-depends-on-none = Aucune autre
body-children = Instances qui en dépendent
body-perimeter = Périmètre
body-perimeter-hint = Un territoire, comme dans les portraits : departement:67, bassin-efe:… ; vide s’il n’est pas défini.
body-perimeter-hint-parents = Vide pour prendre celui des instances de rattachement.
body-same-as = La même instance que
body-same-as-hint = Quand un autre texte a déjà fondé ce groupe sous un autre nom : ses membres ne sont comptés qu’une fois.
body-same-as-none = Aucune autre
body-themes = Thématiques communes
body-themes-hint = Une par ligne : les secteurs, filières et métiers autour desquels des pôles peuvent se constituer.
body-themes-are = Thématiques communes : { $themes }
body-source = Acte ou document
body-source-hint = D’où vient ce qui est dit ici : décret, délibération, document.
body-closed = Close le { $day } : { $reason }
body-create-title = Créer une instance
body-create-step-1 = Étape 1 : le statut
body-create-step-2 = Étape 2 : la fiche
body-create-intro = Choisissez ce qu’elle est : son statut dit qui doit y siéger, pour combien de temps et comment elle décide.
body-create-named = Créer : { $statute }
body-create-seats = Créer aussi les sièges que le texte demande
body-create-seats-hint = D’autres pourront être ajoutés ensuite.
body-create-submit = Créer l’instance
body-create-composition = Qui devra y siéger
body-create-after = Ensuite
body-create-after-1 = Désigner les titulaires des sièges, composante par composante.
body-create-after-2 = Faire reconnaître la période par chaque instance de rattachement.
body-create-after-3 = Convoquer la première réunion.
body-create-below = Créer une instance qui en dépend
body-secretary = Premier secrétariat
body-secretary-hint = La personne qui compose l’instance et la réunit. Elle n’a pas de voix. Commencez à taper son nom.
body-secretary-organisation = Structure du secrétariat
body-person = Personne
body-person-hint = Commencez à taper le nom : seules les personnes de l’annuaire peuvent être désignées.
body-organisation = Structure
body-organisation-hint = Celle pour laquelle la personne siège.
body-edit-title = Modifier la fiche
body-edit-intro = Ce qui ne change pas : le statut, les instances de rattachement et le thème. Un autre thème est une autre instance.
body-save = Enregistrer
body-conflict = Quelqu’un d’autre a modifié ceci. Voici ce qui est enregistré maintenant, là où cela diffère de ce que vous avez saisi :
body-conflict-empty = rien
body-close-title = Clore l’instance
body-close-intro = Ses décisions, ses comptes rendus et son histoire restent lisibles. Rien de nouveau n’y sera décidé après son dernier jour, et les droits de ses membres s’éteignent.
body-close-on = Dernier jour
body-close-reason = Motif
body-close-submit = Clore
body-composition-day = Composition au
body-composition-on = Composantes au { $day }
body-composition-caption = Chaque composante, ce que le texte en dit, ses sièges et ce qui manque
body-composition-summary =
    { $seats ->
        [0] aucun siège
        [one] { $seats } siège
        *[other] { $seats } sièges
    }, { $held ->
        [0] aucun pourvu
        [one] { $held } pourvu
        *[other] { $held } pourvus
    } ; { $people ->
        [0] personne n’y siège
        [one] une personne y siège
        *[other] { $people } personnes y siègent, comptées une fois chacune
    }.
body-everybody = Avec les instances qui en dépendent ou qui sont la même : { $people } personnes, chacune comptée une fois.
body-composition-open = Le texte ne fixe pas de composition : elle est celle que l’instance se donne.
body-composition-unmet = Ce qui manque, et pourquoi il le faut
body-seat = Siège
body-seats = Sièges
body-seats-unit =
    { $count ->
        [one] siège
        *[other] sièges
    }
body-seat-described = Siège { $number }
body-seats-none = Aucun siège n’est créé. Qui tient le secrétariat de l’instance, ou de celle dont elle dépend, les crée d’après le texte.
body-seats-manage = Composer l’instance
body-seats-vacant = Sièges à pourvoir
body-seats-statutory = Créer les sièges que le texte demande
body-begin = Confier le secrétariat
body-begin-text = Cette instance ne dépend d’aucune autre. Il revient à l’administration de la plateforme d’ouvrir le siège de son secrétariat et d’y nommer quelqu’un : cette personne composera ensuite l’instance et la réunira.
body-begin-open = Ouvrir le siège du secrétariat
body-seats-add = Ajouter des sièges
body-seat-fill = Pourvoir : { $seat }
body-seat-numbered = { $component }, siège { $number }
body-seat-substitute = { $component }, suppléant { $number }
body-seat-is-substitute = suppléant
body-seat-count = Combien de sièges semblables
body-seat-title = Nom du siège
body-seat-title-hint = Quand le texte le nomme : « Recteur de région académique ».
body-seat-organisation = Structure qui désigne le titulaire
body-seat-titular = Aucun : siège de titulaire
body-seat-substitute-of = Suppléant de
body-seat-abolish = Supprimer ce siège
body-designated-by = Désignation : { $by }
body-voice = Voix
body-voice-deliberative = délibérative
body-voice-consultative = consultative
body-voice-observer = observateur
body-voice-of-component = Celle que le texte donne à la composante
body-function = Fonction dans l’instance
body-function-member = membre
body-function-chair = présidence
body-function-co-chair = coprésidence
body-function-vice-chair = vice-présidence
body-function-secretary = secrétariat
body-function-rapporteur = rapporteur
body-until = jusqu’au { $day }
body-from-to = du { $first } au { $last }
body-leaves-soon = part bientôt
body-leaving = Mandats qui finissent dans les 90 jours
body-holder = Titulaire
body-kinds = Structures admises
body-history = Histoire des mandats
body-history-show = Afficher l’histoire des mandats
body-mandate-period = Mandat
body-mandate-proposed = proposé
body-mandate-to-come = à venir
body-mandate-active = en cours
body-mandate-expired = arrivé à terme
body-mandate-resigned = démission
body-mandate-replaced = remplacé
body-mandate-revoked = retiré
body-mandate-starts = Premier jour du mandat
body-mandate-ends = Dernier jour du mandat
body-act = Acte
body-act-hint = Arrêté, délibération, compte rendu, avec sa date.
body-designation = Ce que vous enregistrez
body-designation-propose = Une désignation, à nommer ensuite
body-designation-appoint = Une nomination
body-designation-appoint-hint = Demande l’acte. Si le siège est pourvu ce jour-là, son titulaire est remplacé.
body-designate = Pourvoir ce siège
body-designate-submit = Enregistrer
body-replace = Remplacer le titulaire
body-replace-intro = Le remplaçant achève le mandat en cours : il finit au plus tard le même jour.
body-proposals = Désignations à nommer
body-appoint = Nommer
body-withdraw = Retirer la désignation
body-resign-title = Enregistrer une démission
body-revoke-title = Mettre fin au mandat
body-end-intro = Mandat de { $name }.
body-end-on = Dernier jour en fonction
body-end-reason = Motif
body-end-submit = Enregistrer la fin du mandat
body-term-none = Le texte de cette instance ne fixe pas de période : elle dure jusqu’à ce qu’elle soit close.
body-terms-none = Aucune période n’est encore proposée.
body-term-title = Période { $number } : du { $first } au { $last }
body-term-proposed = proposée
body-term-recognised = en cours
body-term-to-come = à venir
body-term-evaluation-due = évaluation attendue
body-term-evaluated = évaluée
body-term-renewed = renouvelée
body-term-not-renewed = non renouvelée
body-term-lapsed = échue sans suite
body-term-refused = refusée
body-term-awaited = On attend la décision de :
body-founding-act = l’acte fondateur
body-term-propose = Proposer la période suivante
body-term-propose-first = Proposer une période
body-term-propose-intro = Une période ne s’allonge pas : une autre la suit, après évaluation, quand chaque instance de rattachement le décide.
body-term-propose-submit = Proposer
body-term-act = Acte qui la propose
body-term-act-hint = Réunion, délibération ; peut rester vide.
body-decide-recognise = Reconnaître, au nom de : { $body }
body-decide-refuse = Refuser, au nom de : { $body }
body-decide-validate = Valider l’évaluation, au nom de : { $body }
body-decide-return = Renvoyer l’évaluation, au nom de : { $body }
body-decide-not-renew = Ne pas renouveler, au nom de : { $body }
body-decided-on = Date de la décision
body-decision-act-hint = Réunion et point de l’ordre du jour, délibération.
body-decided-recognised = Reconnue par { $body }
body-decided-refused = Refusée par { $body }
body-decided-validated = Évaluation validée par { $body }
body-decided-returned = Évaluation renvoyée par { $body }
body-decided-not-renewed = Renouvellement refusé par { $body }
body-evaluation = Évaluation
body-evaluation-due = Évaluation attendue
body-evaluation-title = Évaluer la période { $number }
body-evaluation-intro = L’évaluation porte sur le fonctionnement, les résultats et les recommandations. Une fois remise, elle ne change plus, sauf si elle est renvoyée ; validée, elle est publique et permet de décider d’un renouvellement.
body-evaluation-write = Écrire l’évaluation
body-evaluation-save = Garder comme brouillon
body-evaluation-submit = Remettre aux instances de rattachement
body-evaluation-draft = brouillon
body-evaluation-submitted = remise le { $day }
body-evaluation-validated = validée le { $day }
body-evaluation-returned = Renvoyée :
body-evaluation-advises = Renouveler
body-evaluation-advises-not = Ne pas renouveler
body-functioning = Fonctionnement
body-functioning-hint = Réunions, présence de chaque composante, manière de décider.
body-results = Résultats
body-results-hint = Projets, mises en commun, avis rendus, ce qui a changé.
body-recommendations = Recommandations
body-recommendations-hint = Ce qu’il faut garder, changer, arrêter.
body-advises = Conseil sur la suite
done-body-create = L’instance est créée. Ses sièges attendent leurs titulaires.
done-body-edit = La fiche est enregistrée.
done-body-close = L’instance est close.
done-body-seats = Les sièges sont créés.
done-body-seats-all = Tous les sièges que le texte demande existaient déjà.
done-seat-abolish = Le siège est supprimé.
done-mandate-propose = La désignation est enregistrée : il reste à nommer.
done-mandate-appoint = La nomination est enregistrée.
done-mandate-end = La fin du mandat est enregistrée.
done-term-propose = La période est proposée.
done-term-decide = La décision est enregistrée.
done-evaluation-save = Le brouillon de l’évaluation est gardé.
done-evaluation-submit = L’évaluation est remise.
