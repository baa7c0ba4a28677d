{{ role_playing_date('reported') }}
