"""The words English reports of danger are made of, by what they tell. None of them means danger by itself."""

from collections.abc import Mapping

SIGNS: Mapping[str, str] = {
    # --- what is hardly ever said of anything else
    "dire": """
        like_a_sack sack_of_spuds sack_of_potatoes like_a_log like_a_stone tearing_pain traffic_and any_way_out
        no_way_out an_explosion pacemaker_is trachy explosion unconscious unresponsive convuls* seizing seizes seized
        suffocat* asphyx* gasp* drown* electrocut* electrocution anaphyl* cpr overdos* haemorr* hemorrh* od_ing
        paralys* paralyz* blacked_out passed_out keeled keeling slump* lifeless motionless gush* spurt* spurting
        sever* amputat* impal* trampl* mangl* stabb* slash* mauled gored degloved scalped blaze ablaze flames alight
        smoulder* smouldering explo* fireball inferno petrol_bomb molotov strangl* throttl* hostage* kidnap* abduct*
        carjack* gunm* balaclava* machete intrud* prowl* crushed buried scald* foam* froth* slur* droop* going_blue
        gone_blue turned_blue turning_blue turning_purple gone_purple turned_purple no_pulse not_breathing on_fire
        caught_fire caught_light catching_fire fitting collaps* faint* chok* wheez* bleed* blood bleeding unrousable
        comatose delirious concuss* smoke_pouring smoke_coming gas_leak smell_gas carbon_monoxide shooting_at gunshot
        gunshots shots_fired stabbing stabbed murder* assaulting assaulted raping rape raped molest* robbed robbing
        robbery robber robbers mugg* mugged burgl* burglar hijack* poisoned swallowed bone_sticking bone_poking
        in_labour in_labor contraction* crowning giving_birth pulled_into dragged_into sucked_into pulled_under
        dragged_under taking_on_water sinking capsiz* trapped pinned crushing_pain crushing_chest chest_pain
        chest_pains heart_attack cardiac stroke seizure fits a_fit suicid* kill_myself hang_myself end_my_life noose
        took_an_overdose self_harm* sense_of_doom seeing_stars drenched_in_sweat writhing doubled_over pouring_blood
        pouring_with covered_in_blood pool_of_blood so_much_blood cut_her_wrists cut_his_wrists cut_my_wrists
    """,
    # --- what has happened to somebody ------------------------------------------------------------------------------
    "stricken": """
        pacemaker is_blocked tunnel_vision went_black gone_black black_like trachy tracheotomy trachea ventilator
        oxygen_s_run run_out_of_oxygen pacemaker_s_going pacemaker_going unwell_and sats hardly_shivering
        barely_shivering sliding_off he_is_going she_is_going going_to_die die will_die might_die conked_out
        keeling_over went_limp gone_limp out_for_the_count lights_out spark_out sparko gone_under stopped_breathing
        not_conscious semi_conscious half_conscious barely_conscious in_and_out_of_consciousness losing_consciousness
        lost_consciousness come_over_funny came_over_funny come_over_strange come_over_all come_over_faint had_a_turn
        taken_a_turn taken_bad taken_ill took_bad took_ill taken_poorly crook palpitation* fibrillat* arrest
        arrested_heart angina aneurysm embol* clot blood_clot brain_bleed haemorrhage hyperventilat* panic_attacks
        febrile croup anaphylax* ketoacidosis diabetic_coma low_sugar sugar_is sugars_are blood_sugar sugar_low
        sugar_has passed_away is_gone has_gone_he gone_cold stone_cold stiff_as no_colour no_color lost_colour
        nobody_home snoring_noise death_rattle last_breath kicked_the_bucket brown_bread dropped_down dropped_dead
        hit_the_deck hit_the_floor hit_the_ground in_a_heap on_his_back on_her_back on_his_side out_to_it had_it
        jerking unresponding under_for_minutes under_for under_water underwater carked karked croaked snuffed_it goner
        on_his_last pass_out passing_out passes_out blacking_out black_out crumpled seizure* epilep* strokes coma od
        od_d oding heat_stroke heatstroke hypotherm* out_cold knocked_out hallucinat* asthma_attack panic_attack
        having_an_attack having_a_turn funny_turn allergic_reaction reaction hypo miscarr* breathless short_of_breath
        out_of_it dead died dying dies drop_dead defibrillator defib recovery_position resus* went_under not_with_it
        in_a_bad_way sepsis meningitis diabetic nosebleed episode breathing_funny spasm*
    """,
    "wounded": """
        wrapped_round caught_round scalp_off stoma fistula claret pouring_out pumping_out oozing spurts red_everywhere
        bandages gauze gone_clean_through clean_through right_through in_deep deep stitches_needed needs_stitches
        eating_through eating_my eating_his skin_off skin_is come_off come_away come_clean_off hanging_by_a_thread
        hanging_on open_to_the_bone to_the_bone the_bone white_of see_white sliced_open split_open ripped_open
        torn_open cut_open opened_up opened_his opened_her opened_my gouged gash skewered spiked staked pierced nailed
        trodden_on_a stood_on_a stepped_on_a went_in_my gone_in_his gone_in_her gone_in_my broken_glass shard*
        knocked_out knocked_his knocked_her teeth_out sheared lopped stubbed crushed_his crushed_her squashed mashed
        pulped pulverised seared cooked_his charred in_sheets third_degree acid_burn chemical_burn black_eye bust
        busted towels soaked_through bandage bled bloody gash* squirt* crush* stab* shot knifed slit lacerat* wound*
        bitten bit stung burnt burned burning burns blister* skin_is_coming skin_coming peeling_off sliced chopped
        sawn sawed ripped torn split snapped fractur* broken broke dislocat* shatter* cracked crack punctur* pierc*
        hanging_off hanging_by come_off_my electric_shock a_shock shock zapped jolt wrecked open_wound bone bones
        twisted_wrong wrong_way bent_back disfigur* maimed injur* hurt hurts harmed battered bruis* cut cuts cutting
        jabbed stuck_in_my
    """,
    "fallen": """
        sliding threw_him threw_her threw_me flung hurled tossed thrown_off thrown_from bucked chucked_off slid
        slipped_off nosedive nosedived faceplant* face_planted went_flying gone_flying gone_off went_off_the
        kicked_back kickback caved caved_in collapsed_on toppled_onto smacked_into ran_into driven_into drove_into
        ploughed_into gone_into went_into crumpled_car piled_into rear_ended t_boned shunted prang bingle flipped_over
        rolled_over come_through came_through gone_through_the dragged_along a_fall bad_fall nasty_fall had_a_fall
        tumble spill twisted_ankle no_brakes out_of_control derailed crash_landed splat fell fallen fall falling falls
        tumbl* slipped tripped toppled plunged crashed crash thrown knocked_over knocked_down knocked_off run_over
        ran_over mown_down hit_by hit banged bumped whacked smacked struck landed gone_down went_down goes_down
        come_down came_down gone_over went_over came_off come_off dropped drops head_first smashed slammed collided
        collision accident smash pile_up wreck rolled flipped overturned upside_down skidded swerved ploughed plowed
        mounted a_bang a_knock clipped on_the_floor on_the_ground on_the_pavement in_the_road in_the_street
        on_the_road floor ground landing bottom_of_the bottom_of can_not_get_up lying laying sprawled face_down
    """,
    "stuck": """
        door_will_not_open door_won_t not_get_out can_t_get_out taking_my cut_off_by_the seat_belt by_the_tide
        drifting drifting_out all_night head_stuck arm_stuck hand_stuck leg_stuck finger_stuck lodged wedged_in
        pinned_down crushed_between nobody_can_hear can_not_get_out can_not_escape no_way_out cut_off surrounded
        by_the_current current_has tide_has windows_are_shut water_is_rising up_to_my up_to_the_windows
        on_the_roof_and stuck wedged jammed caught locked_in shut_in tied trapp* sunk under_it underneath beneath
        swept washed_away cut_off_by went_through gone_through go_through through_the_ice crushed_by
    """,
    # --- what somebody looks like, feels, does ----------------------------------------------------------------------
    "looks": """
        drenched soaked_in_sweat doom seeing_stars stars chalk colourless ashen pasty blotchy bright_red beetroot
        purplish bluish yellow jaundice dusky waxy washed_out deathly ghostly glazed vacant spaced spaced_out
        not_all_there not_there away_with_the_fairies out_of_character not_himself slurry garbled jumbled mixed_up
        muddled word_salad incoherent babbling wandering_about same_question repeating repeats keeps_asking
        keeps_saying does_not_know doubled_up curled_up rocking screaming_the_place high_pitched squealing
        barking_cough croupy whooping wheezy chesty grunting nostrils ribs_sucking sucking_in panting shallow dribble
        spittle froth sick_everywhere violently_sick coffee_grounds black_poo wet_himself wet_herself soiled bulging
        popping_out like_golf_balls balloon* ballooning like_a_balloon closed_up shut_tight hot_to_touch stiff_neck
        light_hurts rash_that blue_tinge goose dilated_pupils pupils off_her_face off_his_face high_as tripping
        rag_doll like_a_rag floppy_as wooden like_a_board conked blackening black_and going_black gone_black
        turned_black red_line spreading itchy prickl* tight_band stares drool drools staring_at_nothing blank blankly
        two_month_old month_old week_old months_old weeks_old pale grey gray white blue purple clammy sweat* cold
        stiff rigid limp floppy shak* twitch* trembl* tremor* jerk* confus* dazed drows* sleepy groggy dizz* giddy
        woozy wobbly light_headed lightheaded glassy roll* dribbl* drool* moan* groan* whimper* gurgl* rattl* rasp*
        lopsided crooked wonky numb* tingl* pins_and_needles weak weakness swell* swollen swole puff* bloat* rash
        hives welts vomit* throwing_up throws_up thrown_up throw_up threw_up been_sick being_sick is_sick feel_sick
        feels_sick retch* heav* puking blurr* seeing_double vision mumbl* gibberish nonsense rubbish rambling staring
        eyes_open funny_colour funny_color floating swaying stagger* lump* bump feverish fever burning_up temperature
        dehydrat* listless letharg* not_right not_herself not_well unwell poorly funny weird strange strangely odd
        quiet silent still pinprick dilated snoring
    """,
    "pain": """
        vice vise like_a_vice crushing band_round elephant knife_in_my like_a_knife tearing ripping_pain burning_pain
        breastbone sternum ribcage indigestion shooting_down down_my_arm down_his_arm down_her_arm into_my_jaw
        up_my_neck between_the_shoulder screaming_in in_bits_with agony crippling blinding splitting thunderclap worst
        colic renal appendix bursting contort* pain pains painful ache aching sore tight tightness tightening pressure
        squeez* throb* excruciat* unbearable worst_headache headache* migraine sting* hurting doubled_up clutch*
        grabbing_his grabbing_her holding_his holding_her cramps* palpitations racing pounding thumping fluttering
    """,
    "vitals": """
        ribs windpipe gullet breathless wind pulse_is heartbeat heart_rate heart_is circulation oxygen o2 sats air
        heart chest breath breaths breathing breathe pulse airway throat lungs tongue lips mouth jaw
    """,
    "body": """
        pelvis hips buttock shin calf shins heel soles nails_bed knuckle knuckles tendon ligament cornea eyeball
        eyelid eyelids nostril nostrils gum tongue_tip nipple breast bum backside collarbone collar_bone
        shoulder_blade elbow elbows forearm bicep biceps upper_body lower_body whole_body tailbone kidney liver spleen
        bladder bowel womb head skull forehead temple face neck eye eyes ear ears nose arm arms leg legs hand hands
        wrist wrists finger fingers fingertip thumb palm foot feet toe toes hip knee ankle spine shoulder ribs side
        stomach belly tummy groin thigh artery vein veins scalp cheek chin skin body insides guts stitches
    """,
    # --- what does the harm -----------------------------------------------------------------------------------------
    "weapon": """
        bricks brick firework fireworks crossbow cleaver stanley_knife box_cutter shiv shank flick_knife knuckleduster
        iron pipe metal_bar metal_pole pole golf_club hockey_stick chain stick samurai spear pitchfork airgun
        air_rifle bb_gun revolver handgun firearm automatic glock ak shooter pepper_spray mace cs_gas masks ski_mask
        hoods hooded masked knife gun pistol rifle shotgun axe hatchet crowbar blade sword weapon* armed mask_on
        baseball_bat cricket_bat iron_bar bomb grenade explosive* acid syringe broken_bottle bottle hammer bat
        screwdriver taser
    """,
    "fire": """
        gone_bang curtain_is_up is_up_in glow orange_glow red_glow crackling burning_down burning_up_the went_whoosh
        whoosh embers sparks arcing short_circuit* smoulders smoky smoke_everywhere thick_smoke black_smoke
        white_smoke filling_up fills filling_with filled_with fume fumy smells_of_gas smelling_gas gas_main gas_pipe
        whiff caught_alight gone_up_like arson torched petrol_through set_light set_alight set_fire lit_the catching
        boiler_is_making making_us_ill melted melting_socket blowing_up blew_up blown_up went_bang big_bang loud_bang
        bangs explosions detonat* propane_tank gas_canister gas_bottle gas_cylinder lithium overheated popping_and
        fire flame flaming smoke smoking smolder* burst_into up_in_flames gone_up went_up spark* gas fumes co_alarm
        smoke_alarm fire_alarm leak leaking hiss* petrol propane chip_pan melting catching_light sulphur sulfur
        rotten_eggs chemical_smell scorch* engulf* electrical_burning burning_smell
    """,
    "poison": """
        slug_pellets slug_bait ant_powder ant_killer fly_spray wasp_killer mothballs rat_bait mouse_poison fertiliser
        fertilizer plant_food lamp_oil lighter_fluid barbecue_lighter fire_lighters screenwash screen_wash de_icer
        brake_fluid engine_oil petrol_siphon diesel kerosene paraffin meths surgical_spirit rubbing_alcohol hand_gel
        hand_sanitizer aftershave mouthwash perfume nail_varnish varnish nail_polish_remover glue superglue paint
        creosote bleach_and toilet_cleaner toilet_duck loo_cleaner oven_cleaner oven_stuff drain_cleaner drano
        washing_up_liquid washing_liquid laundry_pod washing_pod dishwasher_tablet dishwasher_tablets fabric_softener
        limescale_remover patio_cleaner brick_acid battery_acid hydrochloric sulphuric lye cyanide arsenic strychnine
        foxglove yew laburnum lily lilies oleander death_cap fungi conkers puffer_fish silica e_liquid vape_juice
        nicotine_patch methadone codeine tramadol oxycodone oxy xanax valium diazepam benzos zopiclone temazepam
        sleeping_pills sleepers sedatives antidepressants lithium warfarin beta_blockers blood_pressure_tablets
        heart_tablets digoxin metformin iron_tablets vitamins_bottle gummies_all calpol tylenol panadol nurofen
        acid_tab tab_of lsd speed crack meth ice_pipe spice mamba ghb nitrous balloons_of gak ket pills_at roofie
        roofied speedballs bong cannabis hash brownie brownies brandy whisky whiskey gin litre_of bottle_of bleach
        poison* antifreeze detergent cleaner ammonia chlorine solvent turps turpentine white_spirit paint_stripper
        paint_thinner thinners weed_killer weedkiller rat_killer pesticide insecticide phenyl dettol disinfectant
        caustic chemical* battery batteries magnet magnets mushroom* berries remover acetone peroxide drain_unblocker
        descaler sanitiser sanitizer methanol liquitab* capsule pod pods toxic pill pills tablet tablets meds
        medication medicine paracetamol ibuprofen aspirin antidepress* painkillers insulin morphine fentanyl heroin
        cocaine ketamine ecstasy mdma weed edible* gummies nicotine vape vodka spiked drugged strip_of packet_of
        whole_packet whole_bottle whole_box empty_packet empty_bottle
    """,
    "intake": """
        got_at been_at been_into had_a_whole had_too_much had_some_of taken_too took_too took_something
        taken_something had_something given_him_the given_her_the wrong_bottle wrong_medicine double_dose
        twice_my_dose too_much_of too_many bitten_into crunched guzzled swigged swig sipped a_mouthful mouthful
        chugged sucked_on mouthing put_something_in my_drink her_drink his_drink sniffing breathing_in breathed_in
        huffed shot_up shooting_up snorted smoked swallow* drank drunk drinking ate eaten ingest* inhal* sniffed
        licked chewed injected necked downed gulped consumed popped taken took got_hold_of got_into put_in_his_mouth
        put_in_her_mouth in_his_mouth in_her_mouth overdid
    """,
    "epi": """
        egg eggs milk dairy soya kiwi strawberry strawberries fish crab lobster mussels oysters prawn shrimp cashew
        cashews almond almonds walnut hazelnut pistachio pecan satay tahini penicillin antibiotic antibiotics latex
        antihistamines piriton hives allergic allerg* ant ants bees hornets wasps midges adder viper rattler
        rattlesnake taipan redback huntsman funnel_web blue_ringed stingray man_o_war box_jelly centipede tick stings
        bites epipen epi_pen inhaler puffer adrenaline nebuliser ventolin antihistamine peanut* nut nuts shellfish
        prawns wasp bee hornet snake spider jellyfish scorpion stung bite sesame
    """,
    "means": """
        baler combine harvester auger thresher chipper cold_store walk_in_fridge cold_room strongroom vault silo
        slurry grain hopper circular_saw table_saw band_saw jigsaw angle_grinder disc_cutter planer router drill nail
        wires_on live_cable overhead_line power_line pylon substation third_rail live_rail fuse_box plug socket_and
        extension_lead hair_dryer toaster microwave pressure_cooker slow_cooker deep_fat fryer chip_pan wok grill hob
        stove iron_on hot_fat hot_soup boiling_water hot_tea hot_coffee hot_wax molten tar bitumen bonfire barbecue
        firepit wood_burner radiator heater hot_tap bathwater digger dumper crane hoist excavator bulldozer trailer
        caravan coach minibus ambulance_hit police_car taxi cab train_hit underground motorway dual_carriageway
        crossing level_crossing junction roundabout kerb verge hedge lamppost lamp_post central_reservation
        hard_shoulder_and ditch ravine cliffs rocks waterfall weir jetty pier harbour marina dock reservoir quarry pit
        shaft manhole sewer drain_cover cellar_steps cellar basement loft attic rafters beam joist pallet shelf
        shelving racking wardrobe_fell bookcase tv_fell bunk bunk_bed cot changing_table highchair high_chair
        trampoline swing slide monkey_bars climbing_frame swing_set window_ledge third_floor second_floor top_floor
        fourth_floor fifth_floor upstairs_window parapet railing railings hay_bale bull cow ram pig swan geese goose
        kangaroo croc crocodile shark bear dingo coyote rottweiler pitbull alsatian husky mastiff staffy garden_fork
        pitchfork spade rake shears secateurs hedge_trimmer strimmer axe_slipped kitchen_knife bread_knife scissors
        needle hook fish_hook barbed_wire skewer spike railings_and glass_door glass_table mirror sheet_of_glass
        bottle_smashed machine machinery conveyor saw chainsaw bandsaw grinder lathe blender mixer mincer slicer mower
        lawnmower shredder chisel nail_gun press forklift ladder roof scaffold* balcony stairs stairwell escalator
        banister* bridge ledge cliff edge tracks platform train tube lorry van truck bus tram car bike bicycle
        motorbike scooter quad tractor pram pool river canal lake pond sea water bath tide ice well hole socket wire
        wires cable mains electric* switchboard glass window rope cord belt plastic_bag dog dogs horse kettle boiling
        hot_water hot_oil oil fat steam tree ceiling wall fence lift elevator freezer oven boiler
    """,
    # --- what somebody does to somebody -----------------------------------------------------------------------------
    "attack": """
        driven_off drove_off made_off taken_off_with run_off_with hitting_my hitting_me hit_my beats_me beats_her
        choked_me choking_me choking_her strangled threw_me thrown_me pushed_me pushed_her shoved shoving dragged_me
        pulled_me pulling_my_hair spat_on bottled_me bottled_him glassed headlock stamping stamped curb_stomped gang
        ganged_up set_fire_to_my burn_the_house burn_us shoot_us shoot_me kill_us kill_me kill_her stab_me stab_us
        pour_acid acid_on going_to_hurt will_hurt hurt_my_baby took_my_baby take_my_baby trafficked trafficking
        passport slave slavery held_in being_held held_against locked_us locked_her kept_me kept_here won_t_let
        not_let_me not_let_her not_let_us forced forcing force_their forced_their forced_his way_in smashed_the_window
        smashed_in burst_in stormed_in ram_raid raid raiding holdup hold_up stick_up flashed_me flasher
        exposed_himself peeping watching_me spying grabbed_a grabbed_my grabbed_her touched_my touching_my riot
        rioting mob fighting_with fight_outside brawl punch_up kicking_the attacked_me by_the_hair by_the_throat
        by_the_neck by_the_arm got_me got_her got_him attack* assault* batter* beat beating beaten punch* kick*
        headbutt* slap* thump* hitting hits hit_me hit_her hit_him kill killing kills killed shoot* rape* rap* grop*
        touched_me grabb* dragg* rob snatch* holding_us_up hold_us_up held_up held_down pinned_me hands_round
        hands_around hurting_me hurt_me hurt_her hurt_him break_in breaking_in breaks_in breaking_into broken_in
        broke_in smash* kicked_in kicking_in kicking_off loot* stalk* shoots firing shots threaten* threat* violen*
        abus* domestic laid_into set_upon jumped_me jumped_on jumped_by
    """,
    "menace": """
        naked round_there_now in_hospital_before put_her_in put_my swinging_a not_been_seen flies_at was_meant_to
        was_supposed_to phone_is_off phone_off not_answering prowler lurking hovering loitering following_me
        follows_me tailing_me on_my_tail in_the_bushes in_the_garden at_the_window at_my_window at_my_door at_the_door
        trying_the_door trying_my_door trying_the_handle trying_handles creeping torch with_a_torch shadow
        someone_inside somebody_inside someone_in somebody_in people_running are_running running_away running_for
        bangs_and screaming_for crying_for someone_crying screams heard_a_scream heard_screaming glass_breaking
        glass_smashing raised_voices row_next arguing threw_things throwing_things throwing_plates breaking_things
        smashing_up kicking_off going_mental going_crazy lost_it off_his_head out_of_his_mind psychotic manic voices
        paranoid not_taking_his_meds unhinged ranting do_not_know_where_i_am where_i_am lost_in_the no_idea_where
        right_here_a_minute was_right_here right_here slipped_his_hand school_says never_came_home not_come_home
        never_arrived not_supposed_to my_ex ex stares restraining_order outside_again turned_up chasing chased chases
        behind_me go_away leave_me_alone leave_us_alone follow* hiding hid scream* shouting yelling begging fight*
        fighting trying_to_get_in get_in in_the_house in_my_house inside_the_house downstairs upstairs outside banging
        hammering pounding footsteps noises alone locked_me let_me_out let_me_go let_me_leave not_safe feel_safe
        unsafe scared terrified frightened afraid petrified danger dangerous drunk angry aggressive raging kicking
        waving swinging pointing stranger keys he_is_back he_is_here coming_back coming_up trashing wrecking missing
        disappeared vanished wandered lost taken_my
    """,
    "despair": """
        any_way_out there_is_not_any_way please_look_after look_after_my_dog not_be_here_tomorrow will_not_be_here
        not_coming_home not_coming_back planned_out all_planned nothing_matters on_purpose engine_running
        with_the_engine taken_some_stuff love_you turned_her_phone turned_his_phone to_her_tonight be_with_my join_my
        would_kill_me trust_myself not_trust_myself rope rope_up the_rope tablets_in_front pills_in_front
        lined_up_the_pills tablets_lined happier_without happier_if_i better_if_i if_i_was_gone if_i_were_gone
        if_i_was_not if_i_weren_t was_not_around weren_t_around were_not_around was_not_here not_around_anymore
        rid_of_me nobody_cares no_one_cares nobody_would_care would_not_miss see_a_way_out no_way_out way_out
        no_future no_hope lost_hope cannot_cope not_cope can_t_cope not_bear not_take_it take_it_anymore take_any_more
        do_this_anymore do_this_any_more had_my_fill done_with_life done_with_it done_with_everything tired_of_living
        tired_of_life tired_of_being_alive tired_of_it_all sick_of_living sick_of_life hate_my_life ending_it ended_it
        top_myself top_himself top_herself off_myself off_himself do_myself_in do_himself_in do_herself_in neck_myself
        slit_my wrists sleep_forever sleep_for_good not_wake never_wake disappear_forever make_it_stop
        make_it_all_stop make_the_pain voices_telling telling_me_to tonight_is_the_night last_day final_goodbye
        last_goodbye last_message sorry_for_everything sorry_to_everyone forgive_me in_a_better_place look_after_my
        look_after_the_kids take_care_of_my_kids standing_on_the_bridge on_the_bridge on_a_bridge on_the_ledge
        on_the_tracks on_the_railway motorway_bridge wants_to_end wants_to_jump threatened_to_jump cutting_herself
        cutting_himself self_harming harming_herself harming_himself hurt_myself hurt_themselves starving_myself
        not_safe_with_myself safe_from_myself scared_of_myself scared_what_i scared_of_what_i what_i_might_do
        might_do_something texted_goodbye texted_me_goodbye said_goodbye saying_goodbye goodbye_to_everyone
        my_goodbyes his_goodbyes her_goodbyes going_to_jump gonna_jump about_to_jump to_jump_off a_suicide_note
        not_go_on not_carry_on left_a_note wrote_a_note to_stop_tonight want_it_to_stop want_it_over no_light
        tell_my_kids tell_them_i tell_my_mum tell_my_wife i_love_them love_them end_tonight written_a_letter
        kill_himself kill_herself self_harm end_it end_it_all take_my_life want_to_die wants_to_die better_off_without
        no_point any_point no_reason any_reason keep_going worthless hopeless burden give_up given_up had_enough
        miss_me not_wake_up jumping hang hanging hanged hung cut_myself cutting_myself hurting_herself hurting_himself
        not_be_here be_here_anymore something_stupid do_anything_stupid done_something_stupid razor it_all_to_stop
        sleep_and_not
    """,
    "birth": """
        waters_have_gone waters_went water_has_broken bloody_show mucus_plug breech bearing_down push pushes bump
        my_bump weeks_along months_along months_pregnant months_gone due_date_not pre_eclampsia preeclampsia ectopic
        losing_the_baby lost_the_baby baby_is_not_moving not_felt_the_baby baby_stopped two_minutes_apart
        minutes_apart midwife afterbirth cord_is feet_first labour labor waters water_broke birth baby_is_coming
        having_the_baby having_her_baby is_coming_now pushing head_is_out head_out pregnant weeks_gone weeks_pregnant
        premature cord placenta
    """,
    # --- what is not there any more: counts where it is denied ------------------------------------------------------
    "able": """
        way_out look_at look_at_me look_at_us undo unbuckle shiver* cry_out say_a_word get_a_word_out get_words
        speak_properly string_a form_words write hold_a hold_anything hold_things grip lift_him lift_her lift_his
        move_his move_her move_my feel_my feel_his feel_her wake_up wake_him wake_her rouse_him rouse_her rouse stir
        stirring budge blink smile focus_on catch_his catch_her catch_my keep_anything_down keep_it_down pee wee
        walk_straight stand_up stay_upright sit_upright keep_his_eyes keep_her_eyes come_out open_it open_my open_her
        open_his reach_him reach_her get_hold_of find_a_pulse find_the_pulse feel_a_pulse get_near get_in_to get_away
        escape hear_anything be_moved be_woken be_roused be_found tell_us say_my say_his say_her tell_me_where
        answer_me breath* breathe breathing move moving respond* react* wake waking awake answer* talk* speak* see
        seeing hear feel feeling stand standing walk walking swallow swallowing get_up get_out getting_up sit_up open
        opening come_round come_to coming_round focus remember recognise recognize squeeze lift raise pulse conscious
        cry crying feed feeding drink keep_awake stay_awake stop stopping stopped get_it_to_stop get_it_out
        get_him_out get_her_out get_them_out reach make_it hold_on much_longer let_go pick_up_the_phone picking_up
        answering come_up came_up come_home come_back hold_his hold_her make_sense making_sense find_her find_him
        find_my
    """,
}
"""By kind, as `Net.words` wants them."""
