exchange-title = Le plan en fichiers
exchange-tab = Fichiers
exchange-lede = Un plan entier se télécharge, se reprend dans un tableur et revient : rien ne change avant que vous ayez lu ce qui changerait.
exchange-out = Télécharger
exchange-out-text = Le classeur a une feuille par sorte de tableau : plan, arborescence, pilotes, budget, étapes, indicateurs, cibles, valeurs. Le fichier JSON dit la même chose pour les programmes.
exchange-xlsx = Classeur XLSX
exchange-json = Fichier JSON
exchange-in = Reprendre un fichier
exchange-in-text = Le fichier dit de quel plan il parle : un plan connu est modifié sous les mêmes règles que ses pages, un plan inconnu est créé. Tout est pris, ou rien.
exchange-file = Fichier
exchange-file-hint = Un classeur XLSX ou un fichier JSON téléchargé ici, de 20 Mo au plus.
exchange-confirmed = Je confirme les valeurs qui sortent de ce qui est plausible
exchange-confirmed-hint = Sans cette confirmation, elles sont refusées avec leur ligne.
exchange-show = Montrer ce qui changerait
exchange-preview = Ce qui changerait
exchange-apply = Prendre ces changements
exchange-nothing = Ce fichier dit exactement ce qui est enregistré : il n’y a rien à changer.
exchange-new = Le plan « { $name } » serait créé : { $nodes } éléments, { $milestones } étapes, { $indicators } indicateurs.
exchange-changes = { $count ->
    [0] Rien ne changerait dans « { $name } ».
    [one] Une ligne changerait dans « { $name } ».
   *[other] { $count } lignes changeraient dans « { $name } ».
}
exchange-more = { $count ->
    [one] Une autre ligne n’est pas montrée.
   *[other] { $count } autres lignes ne sont pas montrées.
}
exchange-place = { $sheet }, ligne { $row }
exchange-where = Où
exchange-what = Quoi
exchange-details = Avant, après
exchange-added = Nouvelle ligne
exchange-removed = Ligne enlevée
exchange-changed = Modifiée
exchange-refused = Le fichier est refusé
exchange-refused-text = Rien n’a été changé. Corrigez tout ce qui suit, puis envoyez-le de nouveau.
exchange-copy = Dupliquer ce plan
exchange-copy-text = La copie garde le texte, les personnes, les étapes aux dates promises et les indicateurs avec leurs cibles ; ni les états, ni les valeurs, ni le budget.
exchange-id = Nom court
exchange-id-hint = Pour l’adresse : minuscules, chiffres et traits d’union.
exchange-name = Nom du plan
exchange-copy-of = Copie de { $name }
exchange-state = La copie est
exchange-template = un modèle, à copier seulement
exchange-in-force = un plan en vigueur
done-exchange-imported = Le fichier est pris en compte.
done-exchange-duplicated = La copie est faite.
