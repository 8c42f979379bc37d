"""How English-speaking callers speak when it happens, whom they speak of, and what speaks for a call about business."""

from collections.abc import Mapping

TALK: Mapping[str, str] = {
    # --- how people speak when it is happening ----------------------------------------------------------------------
    "calls": """
        look_after_my do_not_know_what_to_do not_know_what_to_do not_know_who_else who_else_to_ring do_i_need_to_call
        should_i_call need_help_now mayday sos please_come come_now come_over_now get_here send_help send_an send_the
        for_gods_sake for_god_s_sake jesus christ bloody_hell oh_my shit fuck omg please_please somebody_please
        any_doctors a_doctor_there nurse_there know_first_aid trained_in_first_aid a_medic medic first_responder ems
        ambos triple_zero triple_o nine_nine_nine nine_one_one help hurry quick quickly urgent* emergency ambulance
        paramedic* police cops oh_god come_quick right_now straight_away immediately suddenly what_do_i_do
        what_do_we_do what_should_i_do what_should_we_do what_do_you_do tell_me_what_to_do now fast doctor hospital
        first_aid first_aider anyone_there somebody someone_help send_someone send_somebody get_someone get_somebody
        do_something fire_brigade fire_service 911 999 000 112
    """,
    "just": """
        this_morning so_much loads_of all_over everywhere everyone whole_family all_of_us both_of_us we_all
        minutes_ago seconds_ago a_minute_ago a_moment_ago and_then one_minute keeps since_this_morning this_minute
        this_second getting_worse worse and_now still
    """,
    # --- who --------------------------------------------------------------------------------------------------------
    "you": "you your yours",
    "bystander": """
        customer client patient guest chap bloke fella lad guy man lady woman gentleman stranger cyclist pedestrian
        driver passenger apprentice workman workmate colleague coworker neighbour neighbor kid child baby toddler
        infant newborn boy girl
    """,
    "other": """
        he she him her they them someone somebody people everyone husband wife missus hubby partner boyfriend
        girlfriend son daughter mother mum mom mam dad father nan nana gran granny grandad granddad grandma grandpa
        grandson granddaughter brother sister uncle aunt auntie cousin nephew niece friend mate flatmate roommate
        housemate twin twins boss
    """,
    "mine": "i me myself we us",
    "own": "my our",
    # --- what speaks against it -------------------------------------------------------------------------------------
    "wish": """
        appointment* book booked booking bookings book_in reschedul* rebook availability price* how_much quote refund
        discount voucher i_d_like would_like do_you_do do_you_have do_you_sell do_you_offer do_you_take do_you_treat
        do_you_stock do_you_hire do_you_deliver have_you_got can_i_get can_i_have can_i_come can_i_book can_i_see
        can_i_bring can_you_fit can_you_do can_you_look can_you_fix can_you_come can_you_clean can_you_service
        can_you_repair can_you_match could_you_fit could_i fit_me_in fit_him_in fit_her_in looking_for looking_to
        i_want_a i_need_a need_a need_an need_new need_my want_a want_my opening slot slots enquir* inquir* wondering
        interested table_for order_for recommend* replaced replacing is_it_ok is_that_normal what_do_you_recommend
        how_much_is how_many which_cream what_time are_you_open is_there_parking can_we can_he can_she so_we_re_late
        so_nothing so_i_d_rather so_we_ll so_i_ll
    """,
    "errand": """
        is_ok bank_holidays safe_tonight forms sedated sedation drive_me escape_room horror_maze maze tow help_me_book
        help_me_find help_me_with help_with help_me_pick help_me_choose help_me_pay help_me_get help_me_understand
        help_finding help_booking question a_will my_will his_will her_will power_of_attorney cast_came_off exercises
        physio_for pension probate quote_for funeral wreath flowers ticket tickets age_limit cancel* available cost
        costs invoice bill gift pay paid payment insurance insurer claim policy website email text online order
        ordered table open_till hours schedule squeeze_me_in consult* treatment* service session class course classes
        lesson* training certificate inspection check_up checkup test tests tested testing patch_test review repair
        fix fixed replace install* fitted fitting_room deliver* collect* pick_up drop_off sell buy bought stock advice
        advise ask_about asking_about ring_about ringing_about calling_about confirm move_my change_my next_week
        tomorrow monday tuesday wednesday thursday friday saturday sunday january february march april june july
        august september october november december oclock this_week weekend weekends afternoon evening thanks thank
        cheers number_for address menu party birthday wedding christmas halloween solicitor lawyer landlord contract
        accountant physio massage facial physiotherap* osteopath chiropract* dentist plumber electrician locksmith
        mechanic hairdresser stylist barber vet estate court case hearing
    """,
    "trade": """
        membership panes pane toothbrush chocolate_fountain compression sat_nav topsoil horse_needs shoeing hinge
        heart_pills hinge_came_off garage at_your_gym squeaking nail_drill engine_s_running_rough running_rough
        cutting_out banging_noise pilot_light will_not_start will_not_flush flame_grill dead_man_s_fingers teething
        steering_wheel car_is_steaming temperature_gauge gauge in_the_red the_developer handbrake horn tile tiles
        fridge freezer_has fridge_has ring_is ring printer branch shed radiator radiators gearbox gears wing_mirror
        mirror_on zip zipper strap suit trousers jacket coat dress_is mattress_stain sofa carpet rug curtains blinds
        kettle_has tv telly screen keyboard charger_for cable_for broadband internet wifi server website remote
        doorbell gate driveway gutter gutters chimney flue thermostat immersion hob_has extractor dishes car_pulls
        pothole my_car_is my_car_has my_car_keeps my_van_is my_van_has the_car_is_making airbag dashboard
        warning_light mot service_light puncture flat_tyre flat_battery jump_leads tow_truck breakdown_people rac
        windscreen_wiper wipers sump head_gasket suspension boot_is door_handle lipstick mascara eyeliner foundation
        nail nails_are wig weave braids dreads toupee moustache sideburns parting split_end regrowth toner_has ulcer
        wisdom denture dentures veneers retainer brace braces plaque whitening enamel bite_guard crowns bridgework
        night_guard filling_has nits lice dandruff verruca corn corns bunion ingrown insoles salad pudding starter
        mains waiter_was buffet sauce gravy curries noodles sushi sundae cocktail cocktails rum prosecco dead_mouse
        dead_fly dead_rat dead_bird dead_battery dead_tree dead_plants dead_leg dead_skin window_on scorch_marks
        on_the_drive ear_piercing broken_a_nail broke_a_nail hard_shoulder breakdown small_leak a_tree_and tree_and
        boiler_man boiler_engineer oil_leak leaking_oil dishwasher washing_machine steering bonnet loss_adjuster
        split_ends perm bleach_and_tone sparkling on_my_van carburettor breaking_in_new new_shoes lady_killer
        under_the_bonnet hair fringe roots colour color dye bleach highlights toner blonde nails lashes brows wax
        waxing gel polish beard cut_and makeup botox filler tan tanning tattoo crown filling tooth teeth gum gums
        boiler tap taps drain drains toilet sink pipe pipes radiator* leak lock locks engine tyre tires brakes battery
        bumper exhaust clutch windscreen steak curry burger pizza dish cake wine beer coffee menu cat puppy kitten
        rabbit hamster phone laptop app garden lawn tree_surgeon hedge shoes dress costume
    """,
    "past": """
        as_a_baby as_a_kid as_a_child every_time gone_on_holiday on_holiday in_the_mornings in_the_morning
        like_that_since been_like_that two_thousand at_the_gym in_the_war hip_replaced knee_replaced out_on_monday
        teeth_out_on hip_done knee_done op_done years_old older since_april since_then all_my_life chronic months_now
        last_week last_month last_year last_night last_time yesterday ago used_to once years months weeks days
        since_my when_i_was the_other_day recently over_the_weekend last_summer last_weekend previous previously
        earlier_this after_my history every_day most_days always usually often sometimes for_years for_months ever
    """,
    "unreal": """
        if in_case what_if would could might imagine suppose whether how_do_you how_long can_you does_it is_it do_you
        are_you film movie show series book game song play theatre acting character dressed pretend* joke joking
        laughing laughed laugh like_a as_if drill practice fine all_right okay better worried_about worry risk safe
        to_be_safe suitable dangerous_to insurance_said price_of nearly almost
    """,
    "idiom": """
        stuck_at_home push_me_back from_driving drown_in hung_the_door hung_the_picture have_the_door by_the_hour
        missed_three missed_a_bit missing_your missing_you through_the_roof jumped_up_to gone_to_sleep shaving
        fell_in_love fell_out_with my_head_in for_these_results without_my_coffee can_not_wake_up_without stone_chip
        checkout tells_me twitching_with with_excitement wrong_person wrong_number lost_the_will will_to_live
        death_of_me eat_a_horse lifesaver owe_you_my_life die_for dice roll_a_die of_needles at_needles needles_is
        fell_asleep asleep in_the_background say_that_again take_me_to_court to_court behind_a_fire_truck
        coming_with_me for_me_to_drive on_level in_her_eyes fringe_is calls_today # haha passed_out_your best_shot
        whoever jump_start jump_starting jump_started carry_on chase_up sleeping_funny slept_funny frozen_shoulder
        razor_burn ears_pierced zip_wire carpal_tunnel slipped_disc killing_me kill_for to_die_for dying_to dying_for
        on_fire_today dead_line dead_end dead_ends heart_set driving_me blew_my blown_away cost_an_arm arm_and_a_leg
        out_of_hand in_good_hands give_me_a_hand need_a_hand hands_full by_hand at_hand on_hand other_hand second_hand
        face_to_face head_office head_chef head_start heads_up foot_the_bill break_a_leg cold_feet off_my_feet
        back_to_back get_back get_back_to call_back ring_back come_back_to bring_it_back went_back go_back going_back
        back_in on_my_side other_side side_door side_effects
    """,
}
"""By kind, as `Net.words` wants them; `#` is what `Lexicon.harmless` took out."""
