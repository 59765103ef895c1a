evaluation-title = Évaluation
evaluation-lede = Ce que ce plan change vraiment : les questions posées, les travaux qui y répondent, ce qui est publié, ce qui est recommandé et ce qu’il en advient.
evaluation-none-title = Personne n’évalue encore ce plan ici.
evaluation-none = Une instance, par exemple un comité régional d’évaluation, peut s’en charger : l’administrateur de la plateforme ou l’instance responsable du plan la désigne. Elle pose ensuite des questions évaluatives et fait travailler des chercheurs.
evaluation-programme = Programme d’évaluation
evaluation-programme-new = Confier l’évaluation à une instance
evaluation-programme-edit = Modifier le programme
evaluation-programme-lede = L’instance choisie tient le programme : sa présidence et son secrétariat écrivent tout ce qui suit.
evaluation-body = Instance qui évalue
evaluation-body-hint = Sa présidence et son secrétariat tiendront le programme.
evaluation-body-gone = Instance retirée
evaluation-council = Conseil scientifique
evaluation-council-hint = Il garantit la bonne conduite des analyses : sa présidence et son secrétariat donnent leur avis sur les méthodes. Laissez vide s’il n’y en a pas.
evaluation-field = Champ d’évaluation
evaluation-purpose = Pour quoi faire
evaluation-method = Comment
evaluation-source = Texte d’origine
evaluation-source-hint = Le document et la page, pour que chacun puisse vérifier.
evaluation-counts = En chiffres
evaluation-count-questions = { $count ->
    [0] Aucune question
    [one] Une question
   *[other] { $count } questions
}
evaluation-count-answered = { $count ->
    [0] aucune réponse
    [one] une réponse
   *[other] { $count } réponses
}
evaluation-count-recommendations = { $count ->
    [0] aucune recommandation
    [one] une recommandation
   *[other] { $count } recommandations
}
evaluation-count-late = { $count ->
    [0] aucun retard
    [one] un retard
   *[other] { $count } retards
}
evaluation-count-works = { $count ->
    [0] Aucun travail
    [one] Un travail
   *[other] { $count } travaux
}
evaluation-count-publications = { $count ->
    [0] Aucune publication
    [one] Une publication
   *[other] { $count } publications
}
evaluation-demonstration-title = Contenu de démonstration.
evaluation-demonstration = Le programme et les questions viennent du texte du contrat, avec la page. Ce que le texte ne dit pas est laissé ouvert.
evaluation-questions = Questions évaluatives
evaluation-works = Travaux
evaluation-publications = Publications
evaluation-recommendations = Recommandations
evaluation-facts = Fiche
evaluation-acts = Ce que vous pouvez faire
evaluation-history = Historique
evaluation-state = État
evaluation-open = Laissé ouvert
evaluation-words = Mots
evaluation-any-state = Tous les états
evaluation-any-criterion = Tous les critères
evaluation-filter = Filtrer
evaluation-csv = Télécharger en CSV
evaluation-edit = Modifier
evaluation-save = Enregistrer
evaluation-publish = Rendre public
evaluation-withdraw = Ne plus rendre public
evaluation-not-public = Non public
evaluation-stored-now = Ce qui est enregistré maintenant :
evaluation-why = Pourquoi ?
done-evaluation-saved = C’est enregistré.
done-evaluation-done = C’est fait, et noté dans l’historique.
done-evaluation-published = C’est public désormais.
done-evaluation-withdrawn = Ce n’est plus public.
criterion-efficiency = Efficience
criterion-effectiveness = Efficacité
criterion-coherence = Cohérence
criterion-impact = Impact
criterion-performance = Performance
criterion-governance = Gouvernance et partenariat
question-kicker = Question évaluative
question-title = Question ou thème
question-title-hint = En une ligne : « Quel est l’impact de … ? »
question-new = Proposer une question
question-edit = Modifier la question
question-form-lede = Une question a une origine, des critères, une méthode et des données. Ce qui n’est pas encore décidé peut rester vide.
question-details = Précisions
question-asked-by = Qui la pose
question-asked-by-hint = Une instance, un atelier, des usagers, un texte.
question-criteria = Critères
question-criteria-hint = Selon quoi jugera-t-on ? Efficacité et efficience viennent du chapitre 3.1 du contrat, impact, performance, gouvernance et partenariat du chapitre 3.2.1, cohérence de la priorité 3.
question-method = Méthode
question-method-hint = Comment on répondra : enquête, entretiens, comparaison, exploitation de données.
question-data = Données utilisées
question-data-hint = Les jeux de données, indicateurs ou entretiens sur lesquels la réponse reposera.
question-advice = Avis du conseil scientifique
question-advice-hint = Sur la méthode et les données. L’avis est daté du jour et reste au dossier.
question-reason = Motif de la mise à l’écart
question-answer = Réponse
question-answer-hint = Ce que les travaux montrent, en mots simples, avec leurs limites.
question-answer-day = Date de la réponse
question-answered-on = Répondu le { $day }
question-answer-old-title = Réponse précédente.
question-answer-old = Les travaux ont repris : cette réponse peut changer.
question-none-title = Aucune question n’est encore posée.
question-none = Une question évaluative porte sur un système, un processus ou un thème. La présidence ou le secrétariat de l’instance qui évalue la propose, avec son origine.
question-none-found-title = Aucune question ne correspond.
question-none-found = Changez les filtres ci-dessus.
question-no-work = Une commande, un appel à projets, une audition ou une enquête pourra y répondre.
question-no-work-title = Aucun travail encore.
question-no-recommendation = La réponse peut nourrir une recommandation adressée à une instance.
question-no-recommendation-title = Aucune recommandation encore.
question-state-proposed = Proposée
question-state-retained = Retenue
question-state-set-aside = Écartée
question-state-under-way = En cours
question-state-answered = Répondue
question-state-closed = Close
question-act-retain = Retenir cette question
question-act-set-aside = Écarter cette question
question-act-reconsider = La proposer de nouveau
question-act-start = Commencer les travaux
question-act-answer = Donner la réponse
question-act-resume = Reprendre les travaux
question-act-close = Clore la question
question-act-advise = Donner l’avis du conseil scientifique
question-done-retain = Question retenue
question-done-set-aside = Question écartée
question-done-reconsider = Question proposée de nouveau
question-done-start = Travaux commencés
question-done-answer = Réponse donnée
question-done-resume = Travaux repris
question-done-close = Question close
question-done-advise = Avis du conseil scientifique
work-new = Ajouter un travail
work-edit = Modifier le travail
work-form-lede = Un travail répond à une ou plusieurs questions : commande à des chercheurs, appel à projets, audition ou enquête.
work-title = Intitulé
work-kind = Nature
work-kind-commission = Commande à des chercheurs ou à des experts
work-kind-call = Appel à projets de recherche
work-kind-hearing = Audition
work-kind-survey = Enquête
work-questions = Questions concernées
work-who = À qui, avec qui
work-who-hint = Le laboratoire, le cabinet, les personnes entendues en leur qualité, le public interrogé.
work-days = Dates
work-from = Début
work-from-hint = La commande, l’ouverture de l’appel, le jour de l’audition, le début de l’enquête.
work-to = Fin
work-day = Jour de l’audition
work-applications = Candidatures
work-applications-hint = Pour un appel à projets, une par ligne : candidat ; sujet ; oui ou non. Laissez la dernière partie vide tant que rien n’est décidé.
work-application-count = { $count ->
    [one] Une candidature
   *[other] { $count } candidatures
}
work-applicant = Candidat
work-subject = Sujet
work-outcome = Suite
work-undecided = Pas encore décidé
work-selected = Retenue
work-not-selected = Non retenue
work-notes = Termes, questionnaire ou compte rendu
work-notes-hint = Ce qui est demandé ; pour une audition, ce qui a été dit.
work-minutes = Compte rendu de l’audition
work-call-soon = L’appel n’est pas encore ouvert
work-call-open = L’appel est ouvert
work-call-closed = L’appel est clos
work-none-title = Aucun travail n’est encore lancé.
work-none = Les travaux répondent aux questions : commandes, appels à projets, auditions, enquêtes. L’instance qui évalue les ajoute ici.
work-unpublished-title = Rien n’est encore publié.
work-unpublished = Les travaux sont présentés à l’instance qui évalue, publiés et largement diffusés (3.2.1, page 35).
publication-kicker = Publication
publication-title = Titre
publication-new = Ajouter une publication
publication-edit = Modifier la publication
publication-form-lede = Un travail publié a des auteurs, une date, et une adresse ou un document déposé ici.
publication-authors = Auteurs
publication-authors-hint = Un par ligne.
publication-day = Parution
publication-presented = Présentation à l’instance
publication-presented-hint = Le jour où le travail a été présenté à l’instance qui évalue.
publication-address = Adresse
publication-address-hint = Là où le texte se lit : https://…
publication-document = Document
publication-document-hint = Un PDF de 20 Mo au plus. Sans nouveau fichier, celui qui est déposé reste.
publication-work = Travail
publication-summary = Résumé
publication-none-title = Rien n’est encore publié.
publication-none = Chaque travail mené donne lieu à une publication, que chacun peut lire ici.
recommendation-kicker = Recommandation
recommendation-title = Intitulé
recommendation-new = Ajouter une recommandation
recommendation-edit = Modifier la recommandation
recommendation-form-lede = Une recommandation découle d’une réponse et s’adresse à une instance, qui répond et dit ce qu’elle fait.
recommendation-text = Texte
recommendation-questions = Questions dont elle découle
recommendation-questions-hint = Une au moins doit avoir sa réponse avant que la recommandation parte.
recommendation-body = Instance destinataire
recommendation-answer-due = Réponse attendue le
recommendation-answer-due-hint = Passé ce jour, l’absence de réponse se voit.
recommendation-addressed-on = Adressée le
recommendation-withdrawn-because = Motif du retrait
recommendation-follow-up = Suites
recommendation-reply = Réponse de l’instance
recommendation-reply-day = Date de la réponse
recommendation-reply-words = Motifs et moyens
recommendation-reply-words-hint = Une acceptation partielle ou un refus se motive.
recommendation-due = Échéance
recommendation-due-hint = Pour quand, si la recommandation est acceptée, même en partie.
recommendation-promised = Échéance promise d’abord
recommendation-slips = { $count ->
    [one] reportée une fois
   *[other] reportée { $count } fois
}
recommendation-done-on = Fait le
recommendation-done-words = Ce qui a été fait
recommendation-done-words-hint = Et où chacun peut le vérifier.
recommendation-late = En retard
recommendation-late-answer = Réponse en retard
recommendation-late-action = En retard
recommendation-none-title = Aucune recommandation encore.
recommendation-none = Quand une question a sa réponse, l’instance qui évalue peut en tirer des recommandations, chacune adressée à une instance et suivie ici.
recommendation-state-draft = En préparation
recommendation-state-addressed = Adressée
recommendation-state-accepted = Acceptée
recommendation-state-partly = Acceptée en partie
recommendation-state-rejected = Refusée
recommendation-state-done = Faite
recommendation-state-withdrawn = Retirée
recommendation-act-address = Adresser à l’instance
recommendation-act-withdraw = Retirer la recommandation
recommendation-act-reply = Répondre à la recommandation
recommendation-act-postpone = Reporter l’échéance
recommendation-act-finish = Dire que c’est fait
recommendation-act-reopen = Dire que ce n’est pas fait
recommendation-done-address = Adressée à l’instance
recommendation-done-withdraw = Retirée
recommendation-done-reply = Réponse de l’instance
recommendation-done-postpone = Échéance reportée
recommendation-done-finish = Faite
recommendation-done-reopen = Rouverte
