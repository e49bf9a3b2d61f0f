"""Everyday words that give a language away, chosen by hand for short messages.

A word is listed for French or English only when it is not an everyday word of the other, nor of
Spanish, Italian, Portuguese, Catalan, Dutch, German, Romanian, Creole or another language that the
function words in ``OTHERS`` stand for. Slang and texting spellings are included.
"""

from __future__ import annotations

FRENCH = frozenset(
    """
    aller allez alors après aucun aucune aujourd aussi autre autres aux avaient avais avait avant
    avec avez avoir avons beaucoup belle besoin bien bientôt bon bonjour bonne bonsoir bah beau bcp
    bjr bref bravo ca ça car ce cela celle celui ces cet cette ceux chacun chaque chez chose choses
    chui chuis comme comment contre cool_ croire crois coucou dans davantage déjà demain depuis
    dernier dernière des deux devant devez devrait dire dirait dis disent dit dites doit doivent
    donc donne donner dois du d'accord elle elles encore enfin ensemble entre envie es_ est
    et étaient étais était été êtes être eu eux faire fais faisait fait faites fallait faudrait
    faut fille font fois français fou franchement gens grâce grand grande gros grosse hein heure
    heures hier hyper ici il_ ils jamais jai jme j'ai je jour jours jpp jsuis jte juste keum kiffe
    là laisse laisser leur leurs lui mais mal malgré mange manger matin mauvais mdr mdrr mdrrr
    mec mecs meilleur meilleure même mêmes merci mère mes mettre meuf meufs moi moins mon monde
    mort_ nan notre nos nous nouveau nouvelle nouvelles nul nulle où ouais oui ouf oublie par_ parce
    pareil parfois parle parler parles pas passe passer pauvre pcq pdt pendant pense penser penses
    personne personnes petit petite peu peut peux peuvent pire plait plaît plein plusieurs plutôt
    pour pourquoi pourrait pourriez pouvez pouvoir prend prendre presque ptdr ptdrr ptn puis putain
    qd qu quand quel quelle quelles quels quelqu quelque quelques quoi qqn qqch regarde rentre rien
    rigole sais sait salut sans savez savoir semaine serait sera seul seule si_ sinon slt soir sois
    soit sommes son_ sont sous souvent stp suis super_ sûr sur svp ta_ tant tard tellement temps
    tes_ tjr tjrs tkt toi ton toujours tous tout toute toutes très trop trouve truc trucs tu_ tjs
    un_ une vais vas vaut venez venir vers veulent veut veux vie viens vient vieux voilà voir vois
    voit vont vos votre voudrais voulais voulez vous vrai vraie vraiment vu_ wesh y'a ya_ zéro
    abruti arrête arrêtez arrives attends beaux bouffon bougnoule casse cassez cherche combien
    conduis conseil connard connasse connerie content contente crève dégage dégueulasse déteste
    désolé désolée enculé enfoiré espèce fdp ferme gueule honte jeune jeunes jamais livraison
    magnifique marche marre moche mourir nique ntm nuit parfait pd pédé problème produit pute
    quelqu'un question_ ras rapide remboursement réponse répondre retard_ sale salope sérieux
    service_ tais taisez tg tuer vive voiture vôtre zemmour adore adoré aime aimé aimer aimerais
    aimez attendre acheter acheté appelle argent arriver article_ aurait auriez avis bus_ calme_
    chaud client cliente colis commande commandé commander compris compte comprends comprend
    continue_ coup cours côté dormir droit école enfants ensuite équipe essayer façon famille
    femme femmes fière fier fini finir frère genre_ gratuit haha_ histoire homme hommes image_
    jeu jeux jouer joue laquelle lequel lien lire mercredi lundi mardi jeudi vendredi samedi
    dimanche joli jolie magasin maintenant maman manque mot mots musique noël papa parti partir
    pays photo_ plaisir plus_ police_ prix_ quitter raison raconte regarder rendez rester
    reste_ rue sa_ soeur sœur suite_ sympa tête tiens tombe toucher travail travaille trouver tué
    vacances vérité vidéo ville voleurs voyage vite vrais wallah zen_ chiant chiante blague
    relou cheh jure khey frérot reuf askip oklm téma vénère chelou kwa koi keske pkoi pk oué
    bg_ deter sah starfoullah miskine tranquille ptit ptite cé ct chais jsp jvais jveux jcrois
    jtm biz bisous bises cordialement félicitations bienvenue ftg ouvre porte génial calmos gueuele allah grave félicitations ridicules ferme_ vener bledard con conne abonne abonnez chaîne partagez
    """.split()
) - {"cool_"}
ENGLISH = frozenset(
    """
    about actually after again against all almost already also although always am_ amazing and
    another any anybody anymore anyone anything are aren around ask away awesome awful back_ bad
    be_ beautiful because been before being believe best better between big both break bring
    bro brother_ but buy by_ call called came can_ cannot cant check come comes coming could couldn
    crazy cute damn day days dead_ did didn didnt different do_ does doesn doesnt doing don_ done
    dont down dude dumb each either else enough even ever every everybody everyone everything
    exactly fact far_ feel feeling few find first for found friend friends from fuck fucking full
    funny get gets getting girl girls give go_ god_ goes going gonna good got gotta great guess guy
    guys had happen happened happy hard has hasn hate have haven having he hear hell hello help her
    here hey_ him himself his hope hour hours how idiot_ idk if im isn isnt it_ its i'm ive just
    keep kill kinda knew know known last later least leave left_ less let lets life like liked
    little live lmao lmfao long look looking looks lose lost lot love loved luck made make makes
    man_ many maybe mean means men might mind mine_ miss money more most much must my myself need
    needs never new_ next_ nice_ night nobody nothing now of_ off often oh_ omg one_ only other_ our
    out over_ own part_ people person place_ play playing please plz ppl pretty probably put quite
    really reason_ remember right said same_ saw say saying says see_ seen she should shouldn shut
    since sister some somebody someone something soon sorry still stop_ stuff stupid such suck sure_
    take talk talking tbh tell than thank thanks that thats the their them then there these they
    theyre thing things think this those though thought through time times_ to_ today together
    told tomorrow tonight too took trash tried true try trying u_ ugly until up_ ur us_ used using
    very wait wanna want wanted wants was_ wasn watch watching way we_ well were weren what whats
    when where which while who whole whoever why will win_ wish with without woman women won_ wont
    word_ work working works world worse worst would wouldn wrong wtf yeah year years yes yet you
    your youre yours yourself youtube_ ain't bruh channel_ comment_ subscribe shit bitch asshole
    faggot whore slut moron loser kys noob gg_ ez_ afk lagging gonna toxic reported cheers mate
    delivery order ordered package refund customer support_ ticket_ website account update issue
    bought broken fix fixed late broke email password click win_ winner free_ video_ song music_
    movie game games_ player players team_ server_ bug_ train_ bus_ driver station_ price_ worth
    cheap expensive quality_ product_ terrible horrible_ disappointed awesome excellent_ lovely
    wonderful perfect_ fantastic disgusting pathetic_ boring annoying hilarious great love wow scam fake_ report_
    """.split()
)
OTHERS = frozenset(
    """
    el los las del por para con una uno unos unas muy más pero como esta este esto eso ese esa está
    están eres soy somos son_ tengo tiene quiero puede porque cuando donde también todo todos hay
    usted ustedes gracias hola bueno buenos qué cómo así aquí nada mucho siempre ahora mejor cosas
    il_ di che della delle degli dei gli alla nella sono sei siamo questo questa quello anche ancora
    perché però così cosa molto più tutti tutto grazie ciao bene fatto essere hanno abbiamo voglio
    non_ mio mia tuo tua quando_ dove chi nel dal sul
    o_ os_ do_ da_ dos das um uma não é você vocês isso isto ele ela eles elas estou está obrigado
    obrigada muito também mais_ então tudo aqui meu minha seu sua com são foi ser_ tem quem porquê
    els amb aquest aquesta molt perquè què però això jo_ tots nosaltres estic gràcies
    het een ik jij jullie wij zijn niet wel voor naar maar ook nog geen deze dit dat wat waar waarom
    hoe heb hebben heeft moet kan_ mijn van aan bij uit heel goed mensen zo_ wordt worden
    der die_ das_ und ich du_ wir ihr sie nicht ist sind ein eine einen mit auf für von zu_ auch
    aber wenn wie warum kann haben hat_ habe noch nur sehr gut bitte danke dass über keine mein
    și nu_ este sunt pentru care mai_ din cu_ că să mulțumesc foarte
    mwen mwem ou_ nou yo_ pou nan ak_ anpil gen tout_ ap_ sa_ ki kijan sak pase lakay manman papa_
    moun bagay kounye paske gade epi ayiti bondye moin zot nou_ lé tou_ banm pa_ konprann mwa
    nie jest się że jak_ tak_ ale_ czy dla tylko jestem
    og_ er_ det jeg ikke på_ som_ til_ av_ har_ vi_ att är och inte jag du_ kan_ med_ för den_
    bir ve_ bu_ ne_ için çok değil ben_ sen_ var_ ama_ evet
    yang dan_ di_ ini itu tidak saya aku kamu untuk dengan adalah ada_ bisa sudah
    nem_ hogy egy van_ és je_ ani sem_ jsem není jak to_ ja_ ti_ nije sam_ što kako
    ang_ mga ng_ sa_ ako_ ikaw hindi po_ naman
    """.split()
)
FRENCH = frozenset(word for word in FRENCH if not word.endswith("_"))
ENGLISH = frozenset(word for word in ENGLISH if not word.endswith("_"))
OTHERS = frozenset(word for word in OTHERS if not word.endswith("_")) - FRENCH - ENGLISH
