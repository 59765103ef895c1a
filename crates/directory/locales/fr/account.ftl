account-sign-in = Connexion
account-sign-in-lede = Pour retrouver ce qui vous attend, vos instances et vos structures. Les pages publiques se lisent sans compte.
account-sign-in-do = Se connecter
account-sign-in-with = Se connecter avec { $provider }
account-email = Adresse électronique
account-email-hint = Elle servira à vous connecter et à vous écrire.
account-password = Mot de passe
account-new-password = Nouveau mot de passe
account-current-password = Mot de passe actuel
account-password-rules = Au moins 12 caractères, difficiles à deviner. Une suite de quatre mots sans rapport convient bien ; ni majuscule ni chiffre n’est exigé.
account-given-name = Prénom
account-family-name = Nom
account-language = Langue des courriers
account-forgotten = Mot de passe oublié
account-forgotten-lede = Indiquez l’adresse de votre compte : nous y enverrons un lien, valable une heure, pour choisir un autre mot de passe.
account-forgotten-do = Recevoir un lien
account-reset = Choisir un autre mot de passe
account-reset-lede = Toutes les sessions ouvertes avec l’ancien prendront fin.
account-reset-note = Compte : { $email }
account-reset-do = Enregistrer ce mot de passe
account-first = Première visite
account-first-lede = Vous ouvrez cette plateforme. Ce premier compte l’administre : il invite les personnes, nomme d’autres administrateurs, lit le journal. Il n’a de voix dans aucune instance.
account-first-do = Créer le compte d’administration
account-invitation = Bienvenue
account-invitation-lede = Choisissez un mot de passe : votre compte sera prêt et vous serez connecté.
account-invitation-note = Compte de { $name }, { $email }
account-invitation-do = Ouvrir mon compte
account-code-title = Double vérification
account-code-lede = Votre mot de passe est juste. Il reste à donner le code affiché par votre téléphone, ou l’un de vos codes de secours.
account-code = Code
account-code-hint = Six chiffres, ou un code de secours comme abcd-efgh-jkmn-pqrs.
account-code-first = Les six chiffres que l’application affiche maintenant.
account-title = Mon compte
account-sheet = Fiche dans l’annuaire
account-signs-in = Vous vous connectez avec l’adresse { $email }.
account-no-password = Ce compte n’a pas de mot de passe : un fournisseur d’identité répond de vous.
account-password-change = Changer de mot de passe
account-password-change-lede = Vos autres sessions prendront fin ; celle-ci continue.
account-email-change = Changer d’adresse
account-email-change-lede = Un lien sera envoyé à la nouvelle adresse ; elle ne remplace l’actuelle qu’une fois ce lien suivi.
account-email-new = Nouvelle adresse électronique
account-email-change-do = Recevoir le lien
account-email-confirm = Confirmer la nouvelle adresse
account-email-confirm-note = Vous vous connecterez désormais avec { $email }.
account-email-confirm-do = Confirmer cette adresse
account-second-factor = Double vérification
account-second-factor-lede = Après le mot de passe, un code que votre téléphone renouvelle toutes les trente secondes. Un mot de passe volé ne suffit alors plus.
account-second-factor-begin = Mettre en place la double vérification
account-second-factor-on = en place
account-second-factor-remove = Retirer la double vérification
account-second-factor-remove-lede = Votre mot de passe suffira de nouveau, et vos codes de secours ne serviront plus.
account-second-factor-scan = 1. Enregistrez cette plateforme dans votre application
account-second-factor-apps = N’importe quelle application de codes à usage unique convient (FreeOTP, Aegis, celle de votre gestionnaire de mots de passe). Elle n’a pas besoin de réseau.
account-second-factor-image = Image à photographier avec l’application ; le texte qui suit dit la même chose.
account-second-factor-secret = Sans appareil photo, saisissez cette clé :
account-second-factor-confirm = 2. Vérifiez qu’elle donne le bon code
account-second-factor-do = Confirmer
account-codes = Codes de secours
account-codes-lede = Pour le jour où votre téléphone manquera. Chacun remplace le code une seule fois.
account-codes-once = Ils ne seront plus jamais affichés.
account-codes-keep = Imprimez cette page ou recopiez-les, et rangez-les ailleurs que dans votre téléphone.
account-codes-done = Je les ai rangés
account-codes-new = Nouveaux codes de secours
account-codes-new-lede = Les codes donnés auparavant ne serviront plus.
account-codes-new-do = Obtenir dix codes
account-codes-left =
    { $count ->
        [0] Aucun code de secours ne reste.
        [one] Un code de secours reste.
       *[other] { $count } codes de secours restent.
    }
account-codes-few = Demandez-en de nouveaux avant d’en manquer.
account-signed-out = Vous êtes déconnecté
account-signed-out-lede = Votre session ici a pris fin. Vous restez connecté chez le fournisseur d’identité qui a répondu de vous : sur un appareil partagé, quittez-le aussi.
account-signed-out-too = Quitter aussi le fournisseur d’identité
account-signed-out-home = Revenir à l’accueil
account-linked = Identités reliées
account-linked-lede = Une identité reliée permet de se connecter sans mot de passe.
account-linked-yes = reliée
account-link-do = Relier { $provider }
account-sessions = Sessions ouvertes
account-sessions-lede = Là où vous êtes connecté. Une session prend fin après douze heures sans usage, et au plus tard après trente jours.
account-device = Appareil
account-device-unknown = Appareil inconnu
account-opened = Ouverte
account-used = Utilisée
account-by = Par
account-by-password = mot de passe
account-acr = niveau d’assurance : { $told }
account-amr = moyens : { $told }
account-session-do = Action
account-session-here = cette session
account-session-end = Terminer
account-sessions-end = Terminer toutes les autres sessions
account-close = Fermer mon compte
account-close-lede = Plus personne ne se connectera avec ce compte ; son adresse et ses secrets seront effacés. Votre fiche dans l’annuaire et ce que vous avez fait dans les instances restent.
account-close-do = Fermer définitivement mon compte
account-administration = Administration
account-administration-lede = Ce qui fait tourner la plateforme. Administrer ne donne de voix dans aucune instance.
account-list = Comptes
account-list-lede = Qui peut se connecter. Une personne de l’annuaire n’a pas besoin de compte pour siéger.
account-list-none = Aucun compte ne répond à cette recherche. Invitez une personne : elle choisira elle-même son mot de passe.
account-search = Nom ou adresse
account-filter = Afficher
account-count =
    { $count ->
        [0] Aucun compte
        [one] Un compte
       *[other] { $count } comptes
    }
account-name = Nom
account-nameless = Personne effacée
account-state = État
account-state-invited = invité
account-state-active = actif
account-state-closed = fermé
account-roles = Rôles sur la plateforme
account-roles-do = Enregistrer les rôles
account-role-administrator = Administrateur
account-role-administrator-hint = Invite, nomme, lit le journal et les courriers. N’a de voix nulle part.
account-role-statistician = Statisticien
account-role-statistician-hint = Charge et documente les chiffres de l’observatoire.
account-seen = Dernière connexion
account-never = jamais
account-yes = oui
account-no = non
account-one = Compte
account-created = Créé
account-history = Ce qui lui est arrivé
account-closed-lede = Ce compte est fermé. Pour que cette personne se connecte de nouveau, invitez-la.
account-again = Renvoyer l’invitation
account-again-lede = Le lien envoyé auparavant ne servira plus. Le nouveau est valable sept jours.
account-close-other = Fermer ce compte
account-close-other-lede = La personne ne pourra plus se connecter et ses sessions prendront fin. Sa fiche et ses mandats restent.
account-close-other-do = Fermer le compte
account-invite = Inviter une personne
account-invite-lede = Elle recevra un courrier avec un lien, valable sept jours, pour choisir son mot de passe.
account-invite-do = Envoyer l’invitation
account-invite-email-hint = Celle de la personne elle-même : le compte porte tous ses droits.
account-invite-email-sheet = Celle de sa fiche. Seul un administrateur peut inviter à une autre adresse.
account-invite-person = Vous invitez { $name }.
account-journal = Journal
account-journal-lede = Qui a fait quoi, quand, au nom de qui. Rien ne s’y efface : chaque entrée porte l’empreinte de celle qui la précède.
account-journal-whole =
    { $count ->
        [0] Le journal est vide.
        [one] Le journal est intact : une entrée, dernière empreinte { $hash }.
       *[other] Le journal est intact : { $count } entrées, dernière empreinte { $hash }.
    }
account-journal-broken = Le journal a été altéré
account-journal-none = Aucune entrée ne répond à ces critères.
account-journal-kind = Genre d’objet
account-journal-kind-hint = body, account, letter…
account-journal-object = Objet
account-journal-person = Personne
account-journal-action = Action
account-journal-action-hint = Entière ou son début : session.
account-journal-from = Du
account-journal-to = Au
account-journal-seq = Nº
account-journal-at = Quand
account-journal-who = Qui
account-journal-bassin = La plateforme
account-journal-summary = Détail
account-journal-change = Empreintes avant, après, de l’entrée
account-journal-older = Entrées plus anciennes
account-journal-newest = Les plus récentes
account-letters = Courriers
account-letters-lede = Ce que la plateforme écrit aux personnes. Un courrier qui ne part pas est réessayé de plus en plus tard, puis attend qu’on s’en occupe ici.
account-letters-count =
    { $count ->
        [0] Aucun courrier
        [one] Un courrier
       *[other] { $count } courriers
    }
account-letters-failed =
    { $count ->
        [one] Un courrier n’est pas parti.
       *[other] { $count } courriers ne sont pas partis.
    }
account-letters-none = Aucun courrier ici. Les invitations, convocations et rappels y apparaîtront dès qu’ils seront écrits.
account-letter-queued = Écrit
account-letter-to = Destinataire
account-letter-subject = Objet
account-letter-do = Action
account-letter-retry = Réessayer
account-letter-state-queued = en attente
account-letter-state-sent = parti
account-letter-state-failed = en échec
account-letter-sent-at = le { $date }
account-letter-next =
    { $count ->
        [one] Un essai
       *[other] { $count } essais
    } ; prochain le { $date }
account-letter-attempts =
    { $count ->
        [one] après un essai
       *[other] après { $count } essais
    }
account-letter-hello = Bonjour { $name },
account-letter-end = Ce courrier est envoyé par la plateforme Bassin, { $platform }. Il n’appelle pas de réponse.
account-letter-invitation-subject = Votre compte sur la plateforme Bassin
account-letter-invitation-body =
    Un compte vous attend sur la plateforme Bassin, où se préparent et se décident les politiques de compétences du territoire.
    
    Pour choisir votre mot de passe, suivez ce lien, valable jusqu’au { $until } :
    
    { $link }
    
    Si vous n’attendiez pas cette invitation, ne faites rien : sans ce lien, le compte ne s’ouvre pas.
account-letter-reset-subject = Choisir un autre mot de passe
account-letter-reset-body =
    Quelqu’un, vous sans doute, a demandé à changer le mot de passe de votre compte. Suivez ce lien, valable jusqu’au { $until } :
    
    { $link }
    
    Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.
account-letter-changed-subject = Votre mot de passe a changé
account-letter-changed-body =
    Le mot de passe de votre compte vient de changer, et les sessions ouvertes ailleurs ont pris fin.
    
    Si ce n’était pas vous, demandez tout de suite un autre mot de passe :
    
    { $link }
account-letter-email-subject = Confirmer votre nouvelle adresse
account-letter-email-body =
    Pour que votre compte utilise désormais cette adresse, suivez ce lien, valable jusqu’au { $until } :
    
    { $link }
    
    Sans cela, rien ne change.
account-letter-email-asked-subject = Un changement d’adresse a été demandé
account-letter-email-asked-body =
    Une nouvelle adresse a été donnée pour votre compte. Elle ne remplacera celle-ci qu’une fois confirmée.
    
    Si ce n’était pas vous, changez votre mot de passe et terminez vos autres sessions :
    
    { $link }
done-signed-out = Vous êtes déconnecté.
done-account-first = La plateforme est ouverte. Commencez par inviter les personnes qui la feront vivre.
done-account-ready = Votre compte est prêt.
done-account-asked = Si cette adresse a un compte, un courrier vient d’y être envoyé. Il peut mettre quelques minutes ; regardez aussi les indésirables.
done-account-password = Votre mot de passe est changé. Connectez-vous avec le nouveau.
done-account-password-changed = Votre mot de passe est changé, et vos autres sessions ont pris fin.
done-account-email-asked = Un lien vient d’être envoyé à la nouvelle adresse. Suivez-le pour la confirmer.
done-account-email-confirmed = La nouvelle adresse est confirmée.
done-account-session-ended = La session a pris fin.
done-account-sessions-ended = Vos autres sessions ont pris fin.
done-account-second-factor = La double vérification est en place.
done-account-second-factor-removed = La double vérification est retirée.
done-account-closed = Le compte est fermé.
done-account-roles = Les rôles sont enregistrés.
done-account-invited = L’invitation est envoyée.
done-account-letter-retried = Le courrier est de nouveau en tête de file.
