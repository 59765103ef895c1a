person-kicker = Personne
person-list-title = Personnes
person-list-lede = Toutes les personnes de l’annuaire, avec ou sans compte. Cette liste n’est visible que des administrateurs.
person-list-empty = L’annuaire ne compte encore personne. Une personne y entre quand on l’ajoute, qu’on la désigne dans une instance ou qu’on l’invite à ouvrir un compte.
person-none-found = Personne ne répond à ces mots.
person-filter-q = Nom ou domaine d’expertise
person-name = Nom
person-account = Compte
person-count = { $count ->
    [one] { $shown } personne
   *[other] { $shown } personnes
}
person-new = Ajouter une personne
person-edit-title = Modifier la fiche de { $name }
person-lede = Le nom de famille suffit. Une personne n’a pas besoin de compte. Cette fiche n’est visible que des personnes identifiées.
person-field-given_name = Prénom
person-field-family_name = Nom de famille
person-field-email = Courriel
person-field-phone = Téléphone
person-field-language = Langue des messages
person-field-expertise = Domaine d’expertise
person-hint-expertise = Ce pour quoi une instance peut la solliciter ; laissez vide sinon.
person-fictional = personne fictive, pour s’exercer
person-ties = Structures
person-ties-none = Cette personne n’est rattachée à aucune structure. Le référent de la structure, ou l’administrateur, la rattache depuis la fiche de celle-ci.
person-corrections = Corrections que cette personne a proposées
person-erase = Supprimer de l’annuaire
person-erase-title = Effacer le nom de { $name } ?
person-erase-lede = La fiche ne peut pas être supprimée tout entière, car des actes s’y rattachent : { $reasons }. Le nom, le courriel, le téléphone et l’expertise disparaissent pour toujours, le compte est fermé et les rattachements prennent fin aujourd’hui. Les actes restent, sous « N. N. » : l’histoire d’une instance ne s’efface pas.
person-erase-do = Effacer le nom pour toujours
person-delete-title = Supprimer la fiche de { $name } ?
person-delete-lede = Aucun mandat, aucune signature, aucune position ne s’y rattache : la fiche, les rattachements et le compte, s’il y en a un, disparaissent pour toujours.
person-delete-do = Supprimer pour toujours
person-merge-title = Fusionner une autre fiche dans celle de { $name }
person-merge-lede = L’autre fiche mènera à celle-ci ; ses rattachements s’y ajoutent. La fusion peut être annulée tant que cette fiche n’a pas changé.
person-merge-other = L’autre fiche
person-merge-do = Fusionner

done-person-added = La personne est dans l’annuaire.
done-person-erased = Le nom est effacé. Les actes restent.
done-person-deleted = La personne ne figure plus dans l’annuaire.
person-invite = Inviter à ouvrir un compte
